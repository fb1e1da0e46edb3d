using MassTransit;
using MassTransit.Configuration;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Media.Messaging.Kafka;

/// <summary>
/// Builds an endpoint a topic from what was registered, and for each module one consumer for what it hears and one for each kind of work.
/// Partitions are shared out by their number over all topics of a consumer: with one for everything, a process that joins later may get
/// none of a topic's, and with it none of that work. Of a topic that has a consumer of its own each process gets its part.
/// </summary>
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
        var hearing = context.GetRequiredService<Hearing>();
        var log = context.GetRequiredService<ILogger<ConsumerGroup>>();
        var publish = new KafkaPublishing(busInstance.HostConfiguration, context.GetRequiredService<KafkaProducer>());
        var endpoints = new ReceiveEndpointCollection();
        var groups = new Dictionary<string, ConsumerGroup>(StringComparer.Ordinal);
        foreach (var (message, groupName, concurrency, configure) in _endpoints)
        {
            var member = Topics.IsWork(message) ? $"{groupName}-{message.Name}" : groupName;
            if (!groups.TryGetValue(member, out var group))
            {
                groups[member] = group = new ConsumerGroup(groupName, member, clients, cluster, hold, hearing, log);
                context.GetRequiredService<ConsumerGroups>().Add(group);
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
