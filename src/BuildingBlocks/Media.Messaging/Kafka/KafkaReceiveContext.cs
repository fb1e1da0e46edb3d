using MassTransit;
using MassTransit.Transports;

namespace Media.Messaging.Kafka;

/// <summary>A message as it came: a body, and its type by the topic.</summary>
internal sealed class KafkaReceiveContext : BaseReceiveContext
{
    public KafkaReceiveContext(Confluent.Kafka.ConsumeResult<byte[], byte[]> result, string messageType, ReceiveEndpointContext context)
        : base(false, context)
    {
        Body = new BytesMessageBody(result.Message.Value ?? []);
        HeaderProvider = new DictionaryHeaderProvider(new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase)
        {
            [MessageHeaders.MessageType] = messageType,
        });
    }

    public override MessageBody Body { get; }

    protected override IHeaderProvider HeaderProvider { get; }
}
