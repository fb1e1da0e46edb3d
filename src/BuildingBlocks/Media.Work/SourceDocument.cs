using Media.Documents;

namespace Media.Work;

/// <summary>What a worker knows of a file: where its original is, what is no longer wanted of it, whether it has ended.</summary>
public sealed class SourceDocument : IDocument
{
    public static Index<SourceDocument> Due { get; } = new("due", s => s.DueAt);

    public required string Id { get; init; }

    public long Version { get; set; }

    public int Schema { get; init; } = 1;

    public required string Tenant { get; set; }

    /// <summary>Key of the original; null in a tombstone.</summary>
    public string? Blob { get; set; }

    public string? MediaType { get; set; }

    public long Bytes { get; set; }

    /// <summary>Lower-case hex digest of the original.</summary>
    public string? Sha256 { get; set; }

    /// <summary>Step, and the generation up to which it is stopped.</summary>
    public Dictionary<string, int> Stops { get; init; } = [];

    /// <summary>Step, and who began it.</summary>
    public Dictionary<string, Beginnings> Begun { get; init; } = [];

    /// <summary>Set once the file has ended: a tombstone, which refuses whatever still speaks of the file.</summary>
    public DateTimeOffset? ForgottenAt { get; set; }

    /// <summary>When the tombstone goes.</summary>
    public DateTimeOffset? DueAt { get; set; }
}
