using Media.Documents;

namespace Media.Delivery.Publish;

/// <summary>What is served of a file: the read model of this module, written by PublishFile and WithdrawFile alone.</summary>
internal sealed class Publication : IDocument
{
    public static readonly Index<Publication> Due = new("dueAt", p => p.DueAt);

    public required string Id { get; init; }

    public long Version { get; set; }

    public int Schema { get; init; } = 1;

    public required string Tenant { get; init; }

    /// <summary>The highest that was heard of.</summary>
    public long Revision { get; set; }

    /// <summary>Null in a tombstone: the file was withdrawn, and nothing publishes it again.</summary>
    public Original? Original { get; set; }

    public bool Trashed { get; set; }

    /// <summary>Blob key of the rendition manifest, once there is one.</summary>
    public string? Renditions { get; set; }

    /// <summary>Blob key of the detection manifest, once there is one.</summary>
    public string? Detections { get; set; }

    /// <summary>When a tombstone goes.</summary>
    public DateTimeOffset? DueAt { get; set; }
}

/// <param name="Blob">Its key in the blob store.</param>
/// <param name="Sha256">Lower-case hex.</param>
internal sealed record Original(string Name, string MediaType, long Bytes, string Sha256, string Blob, DateTimeOffset StoredAt);
