namespace Media.Upload.Contracts;

/// <summary>Upload's listing shows a file's state. Answers FileStateChanged, by a tombstone too.</summary>
/// <param name="Revision">That of the FileStateChanged it answers.</param>
public sealed record FileListed(Guid FileId, string Tenant, long Revision)
{
    public int Schema { get; init; } = 1;
}
