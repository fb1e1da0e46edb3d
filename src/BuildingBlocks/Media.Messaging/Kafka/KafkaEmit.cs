using MassTransit;
using MassTransit.DependencyInjection;
using MassTransit.Middleware.InMemoryOutbox;

namespace Media.Messaging.Kafka;

/// <summary>A module's own messages go over the bus in memory, all others over Kafka; in a consumer, when the outbox lets go of them.</summary>
internal sealed class KafkaEmit(IPublishEndpoint publish, IScopedConsumeContextProvider consuming, KafkaProducer producer) : IEmit
{
    Task IEmit.Emit(object message, CancellationToken stop)
    {
        if (!Topics.IsFar(message.GetType()))
        {
            return Emit.Publish(publish, message, stop);
        }

        if (consuming.HasContext && consuming.GetContext().TryGetPayload<OutboxContext>(out var outbox))
        {
            return outbox.Add(() => producer.Produce(message, stop));
        }

        return producer.Produce(message, stop);
    }
}

internal sealed class KafkaEmitNow(IBus bus, KafkaProducer producer) : IEmitNow
{
    public Task Emit(object message, CancellationToken stop) =>
        Topics.IsFar(message.GetType()) ? producer.Produce(message, stop) : Messaging.Emit.Publish(bus, message, stop);
}
