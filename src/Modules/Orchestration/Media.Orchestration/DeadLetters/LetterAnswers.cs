using Media.Messaging.DeadLetters;

namespace Media.Orchestration.DeadLetters;

/// <summary>A message that could not be read, or that its handler refused, as the list shows it.</summary>
/// <param name="Endpoint">Who refused it: module and message.</param>
/// <param name="MessageType">The message's type as its urn, or unknown.</param>
/// <param name="Reason">What was thrown, and what caused it.</param>
/// <param name="Repeats">How often it was refused again, after the first time.</param>
/// <param name="FirstAt">When it was first refused.</param>
/// <param name="LastAt">When it was last refused.</param>
/// <param name="KeptUntil">When it is let go of by itself.</param>
internal sealed record DeadLetterSummary(
    string Id, string Endpoint, string MessageType, string Reason, int Repeats, DateTimeOffset FirstAt, DateTimeOffset LastAt, DateTimeOffset KeptUntil)
{
    public static DeadLetterSummary Of(DeadLetter letter) => new(
        letter.Id, letter.Endpoint, letter.MessageType, letter.Reason, letter.Repeats, letter.FirstAt, letter.LastAt, letter.KeepUntil);
}

/// <summary>All that is kept of a refused message.</summary>
/// <param name="Endpoint">Who refused it: module and message.</param>
/// <param name="MessageType">The message's type as its urn, or unknown.</param>
/// <param name="Reason">What was thrown, and what caused it.</param>
/// <param name="Repeats">How often it was refused again, after the first time.</param>
/// <param name="FirstAt">When it was first refused.</param>
/// <param name="LastAt">When it was last refused.</param>
/// <param name="ReplayedAt">When it was sent again, and has not been refused since; it is not on the list then.</param>
/// <param name="KeptUntil">When it is let go of by itself.</param>
/// <param name="Topic">The topic it came from; null for a message that never left its process.</param>
/// <param name="Key">Its key on the topic, as text.</param>
/// <param name="Headers">What came with it; on Kafka first its partition, offset and timestamp.</param>
/// <param name="Length">Of the body in bytes; null where there was none.</param>
/// <param name="Whole">Whether all of the body was kept: only then can it be replayed.</param>
/// <param name="Body">The body where it is text, as far as it was kept.</param>
/// <param name="Bytes">The body in base64 where it is not text, as far as it was kept.</param>
internal sealed record DeadLetterAnswer(
    string Id,
    string Endpoint,
    string MessageType,
    string Reason,
    int Repeats,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt,
    DateTimeOffset? ReplayedAt,
    DateTimeOffset KeptUntil,
    string? Topic,
    string? Key,
    IReadOnlyList<LetterHeader> Headers,
    long? Length,
    bool Whole,
    string? Body,
    string? Bytes)
{
    public static DeadLetterAnswer Of(DeadLetter letter) => new(
        letter.Id,
        letter.Endpoint,
        letter.MessageType,
        letter.Reason,
        letter.Repeats,
        letter.FirstAt,
        letter.LastAt,
        letter.ReplayedAt,
        letter.KeepUntil,
        letter.Topic,
        letter.Key is { } key ? System.Text.Encoding.UTF8.GetString(key) : null,
        letter.Headers,
        letter.Length,
        letter.IsWhole,
        letter.Bytes is null ? letter.Body : null,
        letter.Bytes is { } bytes ? Convert.ToBase64String(bytes) : null);
}
