namespace Media.Orchestration.Contracts;

/// <summary>A worker has forgotten a file, and refuses whatever it still hears of it. Answers ForgetFile.</summary>
/// <param name="Worker">The module that speaks: see <see cref="WorkerName"/>.</param>
public sealed record FileForgotten(Guid FileId, string Tenant, string Worker, long Revision)
{
    public int Schema { get; init; } = 1;
}
