namespace Media.Upload.Contracts;

/// <summary>Somebody was asked for a file that it has not heard of: Upload says FileStored again.</summary>
public sealed record TellFile(Guid FileId, string Tenant)
{
    public int Schema { get; init; } = 1;
}
