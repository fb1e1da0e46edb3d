namespace Media.Upload.Contracts;

/// <summary>The original and all that was derived from it are deleted; a tombstone remains. Answers PurgeFile.</summary>
/// <param name="Revision">That of the PurgeFile it answers.</param>
public sealed record FilePurged(Guid FileId, string Tenant, long Revision)
{
    public int Schema { get; init; } = 1;
}
