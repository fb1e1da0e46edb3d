using MassTransit;

namespace Media.Messaging;

// The scope's publish endpoint is the consume context while a message is handled, and with it the outbox; else the bus.
internal sealed class Emit(IPublishEndpoint publish) : IEmit
{
    Task IEmit.Emit(object message, CancellationToken stop) => Publish(publish, message, stop);

    public static Task Publish(IPublishEndpoint publish, object message, CancellationToken stop) =>
        publish.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(send => send.CorrelationId = MessageKey.Of(message)), stop);
}

internal sealed class EmitNow(IBus bus) : IEmitNow
{
    public Task Emit(object message, CancellationToken stop) => Messaging.Emit.Publish(bus, message, stop);
}
