namespace Media.Orchestration.Contracts;

/// <summary>A step cannot be done in this deployment, for a reason that is no fault of the file: no model is installed, say.</summary>
public sealed record StepSkipped(Guid FileId, string Tenant, string Step, int Generation, int Attempt, string Code, string Detail)
{
    public int Schema { get; init; } = 1;
}
