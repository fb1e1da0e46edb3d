namespace Media.Documents;

/// <summary>
/// What a document must tell others: one slot a message, with the latest revision, written with what made it owe.
/// Said after the write, and again at growing intervals until its answer clears the slot. This is the outbox.
/// </summary>
public sealed class OwedMessages
{
    public Dictionary<string, OwedMessage> Slots { get; init; } = [];

    /// <summary>The earliest time at which anything is to be said; null when nothing is owed.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset? DueAt => Slots.Count == 0 ? null : Slots.Values.Min(s => s.DueAt);

    /// <summary>Owes a message, now; a message that was owed in this slot gives way to it.</summary>
    public void Owe(string slot, long revision, DateTimeOffset now) => Slots[slot] = new OwedMessage(revision, now, Said: 0);

    /// <summary>Clears a slot, unless the answer names a lower revision than is owed.</summary>
    /// <returns>Whether the slot was cleared.</returns>
    public bool Answered(string slot, long revision) =>
        Slots.TryGetValue(slot, out var owed) && revision >= owed.Revision && Slots.Remove(slot);

    /// <summary>Marks what is due as said once more and names it. Write the document, then send them.</summary>
    /// <param name="heard">Up to when answers are heard, as <see cref="SayAgain.IsDue"/> has it.</param>
    public IReadOnlyList<string> Say(DateTimeOffset now, DateTimeOffset heard, SayAgain again)
    {
        string[] due = [.. Slots.Where(s => SayAgain.IsDue(s.Value.DueAt, s.Value.Said, now, heard)).Select(s => s.Key)];
        foreach (var slot in due)
        {
            var owed = Slots[slot];
            Slots[slot] = owed with { Said = owed.Said + 1, DueAt = now + again.After(owed.Said + 1) };
        }

        return due;
    }
}

/// <param name="Revision">What is told; an answer that names this or more clears it.</param>
/// <param name="DueAt">When it is to be said, or said again.</param>
/// <param name="Said">How often it was said.</param>
public sealed record OwedMessage(long Revision, DateTimeOffset DueAt, int Said);

/// <summary>How long to wait before a message is said again: doubling from a first wait to a longest.</summary>
public sealed record SayAgain(TimeSpan First, TimeSpan Longest)
{
    /// <summary>Whether a message is to be said: for the first time by the clock, again by what is heard, for its answer may be still to be read.</summary>
    /// <param name="at">When it is due; null: never.</param>
    /// <param name="heard">Up to when answers are heard; never later than now.</param>
    public static bool IsDue(DateTimeOffset? at, int said, DateTimeOffset now, DateTimeOffset heard) => at <= (said == 0 ? now : heard);

    /// <param name="said">How often it was said, 1 or more.</param>
    public TimeSpan After(int said) => TimeSpan.FromTicks((long)Math.Min(Longest.Ticks, First.Ticks * Math.Pow(2, Math.Max(0, said - 1))));
}
