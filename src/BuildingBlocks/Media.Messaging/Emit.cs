using MassTransit;

namespace Media.Messaging;

// The scope's publish endpoint is the consume context while a message is handled, and with it the outbox; else the bus.
internal sealed class Emit(IPublishEndpoint publish) : IEmit
{
    Task IEmit.Emit(object message, CancellationToken stop) =>
        publish.Publish(message, message.GetType(), Pipe.Execute<PublishContext>(send => send.CorrelationId = MessageKey.Of(message)), stop);
}
