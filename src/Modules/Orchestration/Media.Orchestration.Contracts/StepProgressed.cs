namespace Media.Orchestration.Contracts;

/// <summary>A worker still works on a step: said every 5 s even if nothing moved; renews the step's lease and stands for a lost StepStarted.</summary>
/// <param name="Progress">0 to 1.</param>
public sealed record StepProgressed(
    Guid FileId, string Tenant, string Step, int Generation, int Attempt, string Worker, double Progress)
{
    public int Schema { get; init; } = 1;
}
