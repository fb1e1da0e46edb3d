using System.Globalization;
using System.Text;
using MassTransit;
using MassTransit.Transports;
using Media.Messaging.DeadLetters;

namespace Media.Messaging.Kafka;

/// <summary>A message as it came: a body, and its type by the topic.</summary>
internal sealed class KafkaReceiveContext : BaseReceiveContext, ITopicMessage
{
    private readonly Confluent.Kafka.ConsumeResult<byte[], byte[]> _result;

    public KafkaReceiveContext(Confluent.Kafka.ConsumeResult<byte[], byte[]> result, IHeaderProvider headers, ReceiveEndpointContext context)
        : base(false, context)
    {
        _result = result;
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

    string ITopicMessage.Topic => _result.Topic;

    byte[]? ITopicMessage.Key => _result.Message.Key;

    byte[]? ITopicMessage.Value => _result.Message.Value;

    IEnumerable<LetterHeader> ITopicMessage.Headers =>
    [
        new("partition", _result.Partition.Value.ToString(CultureInfo.InvariantCulture)),
        new("offset", _result.Offset.Value.ToString(CultureInfo.InvariantCulture)),
        new("timestamp", _result.Message.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
        .. (_result.Message.Headers ?? []).Select(h => new LetterHeader(h.Key, Encoding.UTF8.GetString(h.GetValueBytes() ?? []))),
    ];
}
