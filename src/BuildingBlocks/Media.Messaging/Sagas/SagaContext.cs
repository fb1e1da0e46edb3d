using System.Text.Json;
using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;
using Media.Documents;

namespace Media.Messaging.Sagas;

internal sealed class SagaContext<TInstance, T>(
    IDocuments<TInstance> documents,
    ConsumeContext<T> context,
    ISagaConsumeContextFactory<IDocuments<TInstance>, TInstance> contexts,
    IEnumerable<ISagaObserver<TInstance>> observers) : ConsumeContextScope<T>(context), SagaRepositoryContext<TInstance, T>
    where TInstance : class, SagaStateMachineInstance, IDocument
    where T : class
{
    private readonly ConsumeContext<T> _context = context;
    private byte[]? _loaded;

    public Task<SagaConsumeContext<TInstance, T>> Add(TInstance instance) => Context(instance, SagaConsumeContextMode.Add);

    public async Task<SagaConsumeContext<TInstance, T>> Insert(TInstance instance) =>
        await documents.Insert(instance, CancellationToken) == Write.Written ? await Context(instance, SagaConsumeContextMode.Insert) : null!;

    public async Task<SagaConsumeContext<TInstance, T>> Load(Guid correlationId)
    {
        if (await documents.Get(correlationId.ToString(), CancellationToken) is not { } instance)
        {
            return null!;
        }

        _loaded = JsonSerializer.SerializeToUtf8Bytes(instance);
        return await Context(instance, SagaConsumeContextMode.Load);
    }

    public async Task Save(SagaConsumeContext<TInstance> context)
    {
        if (await documents.Insert(context.Saga, CancellationToken) != Write.Written)
        {
            throw Lost(context.Saga);
        }

        Tell(context.Saga);
    }

    public async Task Update(SagaConsumeContext<TInstance> context)
    {
        // An event that changed nothing writes nothing: most late and double messages end here.
        if (_loaded is not null && JsonSerializer.SerializeToUtf8Bytes(context.Saga).AsSpan().SequenceEqual(_loaded))
        {
            return;
        }

        if (await documents.Replace(context.Saga, CancellationToken) != Write.Written)
        {
            throw Lost(context.Saga);
        }

        Tell(context.Saga);
    }

    public async Task Delete(SagaConsumeContext<TInstance> context)
    {
        if (!await documents.Delete(context.Saga.Id, context.Saga.Version, CancellationToken))
        {
            throw Lost(context.Saga);
        }
    }

    public Task Discard(SagaConsumeContext<TInstance> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TInstance> context) => Task.CompletedTask;

    public Task<SagaConsumeContext<TInstance, TOther>> CreateSagaConsumeContext<TOther>(
        ConsumeContext<TOther> consumeContext, TInstance instance, SagaConsumeContextMode mode)
        where TOther : class => contexts.CreateSagaConsumeContext(documents, consumeContext, instance, mode);

    private Task<SagaConsumeContext<TInstance, T>> Context(TInstance instance, SagaConsumeContextMode mode) =>
        contexts.CreateSagaConsumeContext(documents, _context, instance, mode);

    private void Tell(TInstance instance)
    {
        foreach (var observer in observers)
        {
            observer.Written(instance);
        }
    }

    private static ConcurrencyException Lost(TInstance instance) =>
        new($"another write of version {instance.Version} was first", typeof(TInstance), instance.CorrelationId);
}
