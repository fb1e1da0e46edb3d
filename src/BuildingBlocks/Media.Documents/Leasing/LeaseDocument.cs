namespace Media.Documents.Leasing;

internal sealed class LeaseDocument : IDocument
{
    public required string Id { get; init; }

    public long Version { get; set; }

    public int Schema { get; init; } = 1;

    public required string Holder { get; set; }

    /// <summary>Rises with each taking.</summary>
    public long Epoch { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
