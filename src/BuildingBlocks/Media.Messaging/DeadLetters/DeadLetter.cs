using Media.Documents;

namespace Media.Messaging.DeadLetters;

/// <summary>A message that its handler's code refused: kept until somebody looks, replays it or lets it go.</summary>
internal sealed class DeadLetter : IDocument
{
    /// <summary>Made of endpoint, type and message: the same message refused again counts as a repeat.</summary>
    public required string Id { get; init; }

    public long Version { get; set; }

    public int Schema { get; init; } = 1;

    public required string Endpoint { get; init; }

    public required string MessageType { get; init; }

    public required string Body { get; init; }

    /// <summary>The exception's type and message, for operators.</summary>
    public required string Reason { get; set; }

    public int Repeats { get; set; }

    public required DateTimeOffset FirstAt { get; init; }

    public required DateTimeOffset LastAt { get; set; }

    public static Index<DeadLetter> Newest { get; } = new("newest", d => d.LastAt);
}
