namespace Media.Delivery.Contracts;

/// <summary>A file ends: serve nothing of it again. Answered by FileWithdrawn.</summary>
public sealed record WithdrawFile(Guid FileId, string Tenant, long Revision)
{
    public int Schema { get; init; } = 1;
}
