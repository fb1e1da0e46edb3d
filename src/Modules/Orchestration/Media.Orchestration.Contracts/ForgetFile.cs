namespace Media.Orchestration.Contracts;

/// <summary>A file ends: the worker keeps a tombstone, stops what it does with the file and deletes what it knows. Answered by FileForgotten.</summary>
/// <param name="Worker">The module it speaks to: see <see cref="WorkerName"/>.</param>
public sealed record ForgetFile(Guid FileId, string Tenant, string Worker, long Revision)
{
    public int Schema { get; init; } = 1;
}
