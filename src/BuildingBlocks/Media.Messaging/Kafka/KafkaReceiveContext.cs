using MassTransit;
using MassTransit.Transports;

namespace Media.Messaging.Kafka;

/// <summary>A message as it came: a body, and its type by the topic.</summary>
internal sealed class KafkaReceiveContext : BaseReceiveContext
{
    public KafkaReceiveContext(Confluent.Kafka.ConsumeResult<byte[], byte[]> result, IHeaderProvider headers, ReceiveEndpointContext context)
        : base(false, context)
    {
        Body = new BytesMessageBody(result.Message.Value ?? []);
        HeaderProvider = headers;
    }

    public override MessageBody Body { get; }

    protected override IHeaderProvider HeaderProvider { get; }

    /// <summary>The one header that every message of a topic has.</summary>
    public static IHeaderProvider HeadersOf(string messageType) => new DictionaryHeaderProvider(new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase)
    {
        [MessageHeaders.MessageType] = messageType,
    });
}
