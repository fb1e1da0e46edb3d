namespace Media.Orchestration.Contracts;

/// <summary>A step is no longer wanted, in any generation up to this one. Marked on the worker's sources; whoever runs it stops.</summary>
/// <param name="Worker">The module it speaks to: see <see cref="WorkerName"/>.</param>
public sealed record StopStep(Guid FileId, string Tenant, string Worker, string Step, int Generation)
{
    public int Schema { get; init; } = 1;
}
