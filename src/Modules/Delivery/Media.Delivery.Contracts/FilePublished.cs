namespace Media.Delivery.Contracts;

/// <summary>Viewers get a file as of this revision. Answers PublishFile, by a tombstone too.</summary>
/// <param name="Revision">The highest that Delivery has.</param>
public sealed record FilePublished(Guid FileId, string Tenant, long Revision)
{
    public int Schema { get; init; } = 1;
}
