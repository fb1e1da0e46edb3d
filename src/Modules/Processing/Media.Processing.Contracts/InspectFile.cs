namespace Media.Processing.Contracts;

/// <summary>Find out what a file is: size, format, orientation. Obeyed by StepStarted, then FileInspected, StepFailed or StepSkipped.</summary>
/// <param name="Generation">Raised by each reprocess.</param>
/// <param name="Attempt">The attempt that this command asks for, from 1.</param>
/// <param name="Losses">How often a worker fell silent on this step; from 2 on, decode in the child only.</param>
public sealed record InspectFile(Guid FileId, string Tenant, Source Source, string Options, int Generation, int Attempt, int Losses)
{
    public int Schema { get; init; } = 1;
}
