namespace Media.Delivery.Contracts;

/// <summary>Nothing of the file is served any more; a tombstone refuses older publications. Answers WithdrawFile.</summary>
public sealed record FileWithdrawn(Guid FileId, string Tenant, long Revision)
{
    public int Schema { get; init; } = 1;
}
