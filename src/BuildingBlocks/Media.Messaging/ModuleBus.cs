using MassTransit;
using MassTransit.Configuration;
using MassTransit.Middleware;
using MassTransit.Saga;
using Media.Documents;
using Media.Messaging.Sagas;

namespace Media.Messaging;

/// <summary>One endpoint of the bus, as a module asked for it.</summary>
/// <param name="Module">Who hears.</param>
/// <param name="Name">Its queue, and its name in logs and dead letters.</param>
/// <param name="Messages">What it hears.</param>
/// <param name="Concurrency">How many messages at once, or null for the bus's default.</param>
internal sealed record Endpoint(
    string Module, string Name, IReadOnlyList<Type> Messages, int? Concurrency, Action<IRegistrationContext, IReceiveEndpointConfigurator> Configure);

/// <summary>Collects what the modules hear; the engine builds its endpoints from that.</summary>
internal sealed class ModuleBus(string module, IRegistrationConfigurator[] registrations, List<Endpoint> endpoints) : IModuleBus
{
    public void Hear<TMessage, TConsumer>(int? concurrency = null)
        where TMessage : class
        where TConsumer : class, IConsumer<TMessage>
    {
        foreach (var registration in registrations)
        {
            registration.AddConsumer<TConsumer>();
        }

        endpoints.Add(new Endpoint(
            module, NameOf<TMessage>(), [typeof(TMessage)], concurrency, (context, endpoint) => endpoint.ConfigureConsumer<TConsumer>(context)));
    }

    public void Saga<TMachine, TInstance>(params Type[] messages)
        where TMachine : class, SagaStateMachine<TInstance>
        where TInstance : class, SagaStateMachineInstance, IDocument
    {
        foreach (var registration in registrations)
        {
            registration.AddSagaStateMachine<TMachine, TInstance>().Repository(repository =>
                repository.RegisterSagaRepository<TInstance, IDocuments<TInstance>, SagaConsumeContextFactory<IDocuments<TInstance>, TInstance>,
                    SagaContextFactory<TInstance>>());
        }

        // What speaks of one instance is handled in turn and seldom meets itself in the store.
        // One partitioner for all messages: left to itself, MassTransit makes one for each type.
        var partitioner = new Partitioner(64, new Murmur3UnsafeHashGenerator());
        endpoints.Add(new Endpoint(
            module,
            $"{module}.{KebabCase(typeof(TInstance).Name)}",
            messages,
            null,
            (context, endpoint) =>
            {
                endpoint.UsePartitioner(partitioner, message => message.CorrelationId ?? Guid.Empty);
                endpoint.ConfigureSaga<TInstance>(context);
            }));
    }

    private string NameOf<TMessage>() => $"{module}.{KebabCase(typeof(TMessage).Name)}";

    private static string KebabCase(string name) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
