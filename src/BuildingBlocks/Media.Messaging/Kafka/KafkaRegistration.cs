using MassTransit;
using MassTransit.Configuration;
using MassTransit.DependencyInjection;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Media.Messaging.Kafka;

/// <summary>The rider, in the shape of MassTransit's own: <c>bus.AddRider(rider =&gt; rider.UsingKafka((context, kafka) =&gt; …))</c>.</summary>
internal static class KafkaRegistration
{
    public static void UsingKafka(this IRiderRegistrationConfigurator rider, Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure) =>
        rider.SetRiderFactory(new KafkaRiderFactory(configure));
}

internal interface IKafkaFactoryConfigurator : IRiderFactoryConfigurator
{
    /// <summary>Hears a message's topic as a member of a group.</summary>
    void TopicEndpoint(Type message, string group, int concurrency, Action<IReceiveEndpointConfigurator> configure);
}

internal interface IKafkaRider : IRiderControl;

internal sealed class KafkaRiderFactory(Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure) : IRegistrationRiderFactory<IKafkaRider>
{
    public IBusInstanceSpecification CreateRider(IRiderRegistrationContext context)
    {
        var configurator = new KafkaFactoryConfigurator(context);
        configure(context, configurator);
        return configurator;
    }
}

internal sealed class KafkaFactoryConfigurator(IRiderRegistrationContext context) : IKafkaFactoryConfigurator, IBusInstanceSpecification
{
    private readonly List<(Type Message, string Group, int Concurrency, Action<IReceiveEndpointConfigurator> Configure)> _endpoints = [];
    private readonly MassTransit.Observables.ReceiveEndpointObservable _observers = new();

    public void TopicEndpoint(Type message, string group, int concurrency, Action<IReceiveEndpointConfigurator> configure) =>
        _endpoints.Add((message, group, concurrency, configure));

    public ConnectHandle ConnectReceiveEndpointObserver(IReceiveEndpointObserver observer) => _observers.Connect(observer);

    public IEnumerable<ValidationResult> Validate() => [];

    public void Configure(IBusInstance busInstance)
    {
        var clients = new KafkaClients(context.GetRequiredService<IOptions<KafkaSettings>>().Value);
        var cluster = context.GetRequiredService<KafkaCluster>();
        var hold = context.GetRequiredService<IOptions<BusSettings>>().Value.OutOfReachWait;
        var log = context.GetRequiredService<ILogger<ConsumerGroup>>();
        var publish = new KafkaPublishing(busInstance.HostConfiguration, context.GetRequiredService<KafkaProducer>());
        var endpoints = new ReceiveEndpointCollection();
        var groups = new Dictionary<string, ConsumerGroup>(StringComparer.Ordinal);
        foreach (var (message, groupName, concurrency, configure) in _endpoints)
        {
            if (!groups.TryGetValue(groupName, out var group))
            {
                groups[groupName] = group = new ConsumerGroup(groupName, clients, cluster, hold, log);
            }

            cluster.Want(message);
            var name = $"kafka/{cluster.NameOf(message)}/{groupName}";
            var endpoint = new KafkaEndpoint(
                busInstance, busInstance.HostConfiguration.CreateReceiveEndpointConfiguration(name), message, cluster.NameOf(message), concurrency, group, publish);
            endpoint.ConnectReceiveEndpointObserver(_observers);
            configure(endpoint);
            endpoint.Validate().ThrowIfContainsFailure($"{name} is invalid:");
            endpoints.Add(name, endpoint.Build());
        }

        busInstance.Connect<IKafkaRider>(new KafkaRider(endpoints, [.. groups.Values], context.GetRequiredService<IOptions<MassTransitHostOptions>>()));
    }
}

internal sealed class KafkaRider(ReceiveEndpointCollection endpoints, ConsumerGroup[] groups, IOptions<MassTransitHostOptions> options) : IKafkaRider
{
    public RiderHandle Start(CancellationToken cancellationToken = default)
    {
        endpoints.StartEndpoints(cancellationToken);
        foreach (var group in groups)
        {
            group.Start();
        }

        return new Handle(endpoints, groups, options.Value.ConsumerStopTimeout ?? TimeSpan.FromSeconds(10));
    }

    public IEnumerable<EndpointHealthResult> CheckEndpointHealth() => endpoints.CheckEndpointHealth();

    private sealed class Handle(ReceiveEndpointCollection endpoints, ConsumerGroup[] groups, TimeSpan drain) : RiderHandle
    {
        // A cluster that is down at the start is waited for by the groups; the process is live meanwhile, and its readiness says why it waits.
        public Task Ready => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await Task.WhenAll(groups.Select(g => g.Stop(drain)));
            await endpoints.StopEndpoints(cancellationToken);
        }
    }
}
