using MassTransit;
using Media.Documents;
using Media.Messaging.DeadLetters;
using Media.Messaging.Handling;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
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
        services.AddCollection<DeadLetter>("dead-letters", DeadLetter.Newest);
        services.AddScoped<IEmit, Emit>();
        services.AddSingleton<IEmitNow, EmitNow>();

        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            var endpoints = new List<Endpoint>();
            foreach (var module in modules)
            {
                module.Connect(new ModuleBus(module.Name, bus, endpoints));
            }

            bus.UsingInMemory((context, memory) =>
            {
                foreach (var endpoint in endpoints)
                {
                    memory.ReceiveEndpoint(endpoint.Name, e => Configure(context, endpoint, e));
                }
            });
        });
        services.Configure<MassTransitHostOptions>(o =>
        {
            o.WaitUntilStarted = true;
            o.ConsumerStopTimeout = HandlersMayEnd;
            o.StopTimeout = HandlersMayEnd * 2;
        });
        return services;
    }

    // From outside in: what is refused becomes a dead letter; a handler that met a store out of reach or another's write runs again;
    // what it says goes out once it is done; the handler.
    private static void Configure(IBusRegistrationContext context, Endpoint endpoint, IReceiveEndpointConfigurator configurator)
    {
        var settings = context.GetRequiredService<IOptions<BusSettings>>().Value;
        configurator.ConcurrentMessageLimit = endpoint.Concurrency ?? settings.Concurrency;
        configurator.PrefetchCount = configurator.ConcurrentMessageLimit.Value;
        configurator.PublishFaults = false;
        configurator.DiscardSkippedMessages();
        configurator.ConfigureError(refused => refused.UseFilter(new DeadLetterFilter(
            endpoint.Name,
            context.GetRequiredService<IDocuments<DeadLetter>>(),
            settings.OutOfReachWait,
            context.GetRequiredService<TimeProvider>(),
            context.GetRequiredService<ILogger<DeadLetterFilter>>())));
        configurator.UseMessageRetry(r => r.SetRetryPolicy(_ => new RunAgain(settings.OutOfReachWait)));
        configurator.UseInMemoryOutbox(context);
        endpoint.Configure(context, configurator);
    }
}
