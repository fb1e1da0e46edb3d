using System.Text;
using Media.Documents;

namespace Media.Messaging.DeadLetters;

/// <summary>
/// A message that could not be read, or that its handler's code refused: kept with its body and the reason until somebody looks, replays it
/// or lets it go, for 30 days after it was last refused at most.
/// </summary>
public sealed class DeadLetter : IDocument
{
    public const string Collection = "dead-letters";

    /// <summary>The longest body that is kept whole: messages here are far shorter, and what is longer is none of ours.</summary>
    public const int LongestBody = 64 * 1024;

    // 1 kept neither where a message came from nor bytes that are no text.
    internal const int NewestSchema = 2;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan KeptOnceReplayed = TimeSpan.FromDays(1);

    public static readonly Index<DeadLetter> Listed = new("listed", d => d.ListedAt);
    public static readonly Index<DeadLetter> ListedByEndpoint = new("listedByEndpoint", d => d.Endpoint, d => d.ListedAt);
    public static readonly Index<DeadLetter> Expiry = new("expiry", d => d.KeepUntil);

    /// <summary>Made of endpoint, type and message: the same message refused again counts as a repeat.</summary>
    public required string Id { get; init; }

    public long Version { get; set; }

    public int Schema { get; init; } = NewestSchema;

    /// <summary>Who refused it: <c>{module}.{message}</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The message's type as its urn, or unknown.</summary>
    public required string MessageType { get; init; }

    /// <summary>The topic it came from, under its full name; null for what never left the process.</summary>
    public string? Topic { get; init; }

    /// <summary>Whose turn it took on its topic; null where it had no key, or no topic.</summary>
    public byte[]? Key { get; init; }

    /// <summary>What came with it; on Kafka first its partition, offset and timestamp.</summary>
    public IReadOnlyList<LetterHeader> Headers { get; init; } = [];

    /// <summary>The body where it is text in UTF-8, as far as it was kept; else empty.</summary>
    public required string Body { get; init; }

    /// <summary>The body where it is not text, as far as it was kept.</summary>
    public byte[]? Bytes { get; init; }

    /// <summary>Length of the body in bytes; null where there was none (a tombstone).</summary>
    public long? Length { get; init; }

    /// <summary>The exception's type and message, for operators.</summary>
    public required string Reason { get; init; }

    /// <summary>How often it was refused again, after the first time.</summary>
    public int Repeats { get; init; }

    public required DateTimeOffset FirstAt { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    /// <summary>When it was sent again. Refused again it is back on the list, and this is null.</summary>
    public DateTimeOffset? ReplayedAt { get; set; }

    /// <summary>Its place on the list of those that wait for somebody; null where it is not on it.</summary>
    public DateTimeOffset? ListedAt => ReplayedAt is null ? LastAt : null;

    /// <summary>When it is let go of by itself.</summary>
    public DateTimeOffset KeepUntil => ReplayedAt + KeptOnceReplayed ?? LastAt + Kept;

    /// <summary>Whether all of its body was kept.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsWhole => Length is null || Length == Content!.Length;

    /// <summary>The body byte for byte, as far as it was kept; null where there was none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public byte[]? Content => Length is null ? null : Bytes ?? Encoding.UTF8.GetBytes(Body);
}

/// <summary>One header of a message, as text.</summary>
public sealed record LetterHeader(string Name, string Value);
