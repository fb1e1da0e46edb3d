namespace Media.Orchestration.Contracts;

/// <summary>The file's saga has heard Upload up to a revision. Answers FileStored and FileChanged, every time.</summary>
/// <param name="Revision">The highest of Upload's revisions that the saga keeps.</param>
public sealed record FileTracked(Guid FileId, string Tenant, long Revision)
{
    public int Schema { get; init; } = 1;
}
