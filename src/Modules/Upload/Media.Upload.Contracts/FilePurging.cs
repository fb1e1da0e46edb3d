namespace Media.Upload.Contracts;

/// <summary>A file is to end for good. May be the first that its saga hears of it. Answered by PurgeFile.</summary>
public sealed record FilePurging(Guid FileId, string Tenant, long Revision)
{
    public int Schema { get; init; } = 1;
}
