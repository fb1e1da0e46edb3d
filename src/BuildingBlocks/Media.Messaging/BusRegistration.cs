using MassTransit;
using Media.Documents;
using Media.Messaging.DeadLetters;
using Media.Messaging.Handling;
using Media.Messaging.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Media.Messaging;

public static class BusRegistration
{
    // When the process is asked to end, handlers have this long to end by themselves before they are interrupted: most work ends within it,
    // and supervisors allow 30 s.
    private static readonly TimeSpan HandlersMayEnd = TimeSpan.FromSeconds(10);

    /// <summary>Adds the bus and connects the modules that run in this process. Settings: <see cref="BusSettings"/>.</summary>
    public static IServiceCollection AddBus(this IServiceCollection services, IConfiguration configuration, IReadOnlyCollection<IModule> modules)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<BusSettings>().Bind(configuration.GetSection(BusSettings.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BusSettings>, BusSettingsCheck>();
        services.AddCollection(DeadLetter.Collection, DeadLetter.Listed, DeadLetter.ListedByEndpoint, DeadLetter.Expiry);
        services.AddMetrics();
        services.AddSingleton<DeadLetterMeter>();
        services.AddSingleton<Keeping>();
        services.AddSingleton<Hearing>();
        services.AddSingleton<IReplay, Replaying>();
        var engine = configuration["Media:Bus:Engine"] ?? BusSettings.Memory;
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            if (engine == BusSettings.Kafka)
            {
                OnKafka(services, configuration, bus, modules);
            }
            else
            {
                InMemory(services, bus, modules);
            }
        });
        services.Configure<MassTransitHostOptions>(o =>
        {
            o.WaitUntilStarted = true;
            o.ConsumerStopTimeout = HandlersMayEnd;
            o.StopTimeout = HandlersMayEnd * 2;
        });
        return services;
    }

    private static void InMemory(IServiceCollection services, IBusRegistrationConfigurator bus, IReadOnlyCollection<IModule> modules)
    {
        services.AddScoped<IEmit, Emit>();
        services.AddSingleton<IEmitNow, EmitNow>();
        var endpoints = Connected(modules, bus);
        services.AddSingleton(new NearEndpoints([.. endpoints.Select(e => e.Name)]));
        bus.UsingInMemory((context, memory) =>
        {
            foreach (var endpoint in endpoints)
            {
                memory.ReceiveEndpoint(endpoint.Name, e => Configure(context, endpoint, e, r => r.SetRetryPolicy(_ => new RunAgain(LongestWait(context)))));
            }
        });
    }

    // Messages that never leave the process stay on the bus in memory; all others travel by the rider.
    private static void OnKafka(
        IServiceCollection services, IConfiguration configuration, IBusRegistrationConfigurator bus, IReadOnlyCollection<IModule> modules)
    {
        services.AddOptions<KafkaSettings>().Bind(configuration.GetSection(KafkaSettings.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KafkaSettings>, KafkaSettingsCheck>();
        services.AddSingleton<KafkaCluster>();
        services.AddHostedService(p => p.GetRequiredService<KafkaCluster>());
        services.AddSingleton<KafkaProducer>();
        services.AddSingleton<ConsumerGroups>();
        services.AddHealthChecks().AddCheck<KafkaHealth>("kafka");
        services.AddScoped<IEmit, KafkaEmit>();
        services.AddSingleton<IEmitNow, KafkaEmitNow>();
        bus.AddRider(rider =>
        {
            var endpoints = Connected(modules, bus, rider);
            var near = endpoints.Where(e => e.Messages.Any(m => !Topics.IsFar(m))).ToArray();
            services.AddSingleton(new NearEndpoints([.. near.Select(e => e.Name)]));
            bus.UsingInMemory((context, memory) =>
            {
                foreach (var endpoint in near)
                {
                    memory.ReceiveEndpoint(endpoint.Name, e => Configure(context, endpoint, e, r => r.SetRetryPolicy(_ => new RunAgain(LongestWait(context)))));
                }
            });
            rider.UsingKafka((context, kafka) =>
            {
                foreach (var endpoint in endpoints)
                {
                    foreach (var message in endpoint.Messages.Where(Topics.IsFar))
                    {
                        kafka.TopicEndpoint(
                            message,
                            endpoint.Module,
                            endpoint.Concurrency ?? context.GetRequiredService<IOptions<BusSettings>>().Value.Concurrency,
                            // A store out of reach is the group's to wait for: it holds the partition, and no worker.
                            e => Configure(context, endpoint, e, r => r.SetRetryPolicy(_ => new RunAgain(longestWait: null))));
                    }
                }
            });
        });
    }

    private static List<Endpoint> Connected(IReadOnlyCollection<IModule> modules, params IRegistrationConfigurator[] registrations)
    {
        var endpoints = new List<Endpoint>();
        foreach (var module in modules)
        {
            module.Connect(new ModuleBus(module.Name, registrations, endpoints));
        }

        return endpoints;
    }

    private static TimeSpan LongestWait(IServiceProvider services) => services.GetRequiredService<IOptions<BusSettings>>().Value.OutOfReachWait;

    // From outside in: what is refused becomes a dead letter; a handler that met a store out of reach or another's write runs again;
    // what it says goes out once it is done; the handler.
    private static void Configure(
        IRegistrationContext context, Endpoint endpoint, IReceiveEndpointConfigurator configurator, Action<IRetryConfigurator> again)
    {
        var settings = context.GetRequiredService<IOptions<BusSettings>>().Value;
        configurator.ConcurrentMessageLimit = endpoint.Concurrency ?? settings.Concurrency;
        configurator.PrefetchCount = configurator.ConcurrentMessageLimit.Value;
        configurator.PublishFaults = false;
        var keeping = context.GetRequiredService<Keeping>();
        configurator.ConfigureError(refused => refused.UseFilter(new DeadLetterFilter(endpoint.Name, keeping)));
        configurator.ConfigureReceive(received => received.UseFilter(new EmptyFilter(endpoint.Name, keeping)));
        configurator.ConfigureDeadLetter(unheard => unheard.UseFilter(new UnheardFilter(endpoint.Name, keeping)));
        configurator.UseMessageRetry(again);
        configurator.UseInMemoryOutbox(context);
        endpoint.Configure(context, configurator);
    }
}
