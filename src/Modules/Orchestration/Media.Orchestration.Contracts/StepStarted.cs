namespace Media.Orchestration.Contracts;

/// <summary>A worker has begun a step: an attempt begins with this, and the step's lease.</summary>
/// <param name="Worker">Which process works on it: for people who read a status.</param>
public sealed record StepStarted(Guid FileId, string Tenant, string Step, int Generation, int Attempt, string Worker)
{
    public int Schema { get; init; } = 1;
}
