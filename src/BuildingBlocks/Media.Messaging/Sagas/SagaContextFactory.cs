using MassTransit;
using MassTransit.Saga;
using Media.Documents;

namespace Media.Messaging.Sagas;

/// <summary>
/// MassTransit's saga repository over the documents port: an instance is a document, found by its correlation id, written by
/// compare-and-swap. Who loses throws <see cref="ConcurrencyException"/>, and the message is handled again on what is there now.
/// </summary>
internal sealed class SagaContextFactory<TInstance>(
    IDocuments<TInstance> documents,
    ISagaConsumeContextFactory<IDocuments<TInstance>, TInstance> contexts,
    IEnumerable<ISagaObserver<TInstance>> observers) : ISagaRepositoryContextFactory<TInstance>
    where TInstance : class, SagaStateMachineInstance, IDocument
{
    public void Probe(ProbeContext context) => context.Add("persistence", "documents");

    public Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TInstance, T>> next) where T : class =>
        next.Send(new SagaContext<TInstance, T>(documents, context, contexts, observers));

    // Sagas here are found by id alone, in every engine.
    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TInstance> query, IPipe<SagaRepositoryQueryContext<TInstance, T>> next)
        where T : class => throw new NotSupportedException("sagas are correlated by id");
}
