using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Messaging;

/// <summary>A module as the host composes it. Its one public type.</summary>
public interface IModule
{
    /// <summary>As <c>Media:Modules</c> names it: upload, orchestration, processing, vision, delivery.</summary>
    string Name { get; }

    /// <summary>Adds what the module needs to the container: settings, collections, handlers' services. Its endpoints are found in its assembly.</summary>
    void Add(IServiceCollection services, IConfiguration configuration);

    /// <summary>Says which messages the module hears and by which consumer.</summary>
    void Connect(IModuleBus bus);
}

/// <summary>The bus as a module connects to it, whichever engine it runs on.</summary>
public interface IModuleBus
{
    /// <summary>Hears a message by a consumer, on an endpoint of its own named <c>{module}.{message}</c>.</summary>
    /// <param name="concurrency">How many at once in this process, or null for the bus's default.</param>
    void Hear<TMessage, TConsumer>(int? concurrency = null)
        where TMessage : class
        where TConsumer : class, MassTransit.IConsumer<TMessage>;

    /// <summary>Hears messages by a saga's state machine, an endpoint a message; its instances are documents.</summary>
    void Saga<TMachine, TInstance>(params Type[] messages)
        where TMachine : class, MassTransit.SagaStateMachine<TInstance>
        where TInstance : class, MassTransit.SagaStateMachineInstance, Documents.IDocument;
}
