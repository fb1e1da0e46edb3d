using MassTransit;

namespace Media.Messaging.DeadLetters;

/// <summary>
/// Keeps what cannot be read, or what a handler's code refuses, as a document, so that the rest goes on and nothing is dropped in silence.
/// It stands where MassTransit would move a message to its error queue: outside the outbox, so that a refused handler says nothing.
/// </summary>
internal sealed class DeadLetterFilter(string endpoint, Keeping keeping) : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (OutOfReach.Is(context.Exception))
        {
            // Neither refused nor failed: who delivers it does so again.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(context.Exception);
        }

        await keeping.Keep(endpoint, context, Reason.Of(context.Exception), context.Exception);
        if (!context.IsFaulted)
        {
            // What cannot be read was handed to nobody: MassTransit would take it for skipped as well.
            await context.NotifyFaulted(context.Exception);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetter");
}

/// <summary>
/// The same for what can be read and is no message that the endpoint hears: MassTransit would skip it without a word.
/// </summary>
internal sealed class UnheardFilter(string endpoint, Keeping keeping) : IFilter<ReceiveContext>
{
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) => keeping.Keep(endpoint, context, "It is no message that is heard here.", exception: null);

    public void Probe(ProbeContext context) => context.CreateFilterScope("unheard");
}

/// <summary>What has no body is no message: left to itself, the JSON of a topic reads it as one without members.</summary>
internal sealed class EmptyFilter(string endpoint, Keeping keeping) : IFilter<ReceiveContext>
{
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) =>
        context.Body.Length == 0 ? keeping.Keep(endpoint, context, "It has no body.", exception: null) : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("empty");
}
