using MassTransit;

namespace Media.Messaging.DeadLetters;

/// <summary>A message as a topic delivered it.</summary>
internal interface ITopicMessage
{
    string Topic { get; }

    byte[]? Key { get; }

    /// <summary>Null for a tombstone.</summary>
    byte[]? Value { get; }

    /// <summary>Where and when it stood on its topic, then the headers it came with.</summary>
    IEnumerable<LetterHeader> Headers { get; }
}

/// <summary>What there is to keep of a message, whichever engine delivered it.</summary>
internal sealed record RefusedMessage(string Type, string Subject, string? Topic, byte[]? Key, byte[]? Body, IReadOnlyList<LetterHeader> Headers)
{
    // Those of a stranger's message may be any.
    private const int MostHeaders = 32;
    private const int LongestHeader = 256;

    public static RefusedMessage Of(ReceiveContext context)
    {
        var (type, subject) = Envelope.Read(context.GetBody(), context.TransportHeaders.Get<string>(MessageHeaders.MessageType));
        return context.TryGetPayload(out ITopicMessage? message)
            ? new RefusedMessage(type, subject, message.Topic, message.Key, message.Value, Bounded(message.Headers))
            : new RefusedMessage(type, subject, null, null, context.GetBody(), Bounded(Told(context)));
    }

    private static IEnumerable<LetterHeader> Told(ReceiveContext context) =>
        context.TransportHeaders.GetAll().Select(h => new LetterHeader(h.Key, Convert.ToString(h.Value, System.Globalization.CultureInfo.InvariantCulture) ?? ""));

    private static LetterHeader[] Bounded(IEnumerable<LetterHeader> headers) =>
        [.. headers.Take(MostHeaders).Select(h => new LetterHeader(Cut(h.Name), Cut(h.Value)))];

    private static string Cut(string text) => text.Length <= LongestHeader ? text : text[..LongestHeader];
}
