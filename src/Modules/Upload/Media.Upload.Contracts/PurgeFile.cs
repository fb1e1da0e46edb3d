namespace Media.Upload.Contracts;

/// <summary>Everyone else has let go of the file: delete its bytes. Answered by FilePurged.</summary>
public sealed record PurgeFile(Guid FileId, string Tenant, long Revision)
{
    public int Schema { get; init; } = 1;
}
