namespace Media.Orchestration.Contracts;

/// <summary>A step did not work out.</summary>
/// <param name="Code">Of the closed set of problem codes, or internal_error.</param>
/// <param name="Detail">In plain words, for the file's owner; no paths, no engine text.</param>
/// <param name="FilesFault">True: the file itself is the reason and the step ends at once. False: worth another try.</param>
public sealed record StepFailed(
    Guid FileId, string Tenant, string Step, int Generation, int Attempt, string Worker, string Code, string Detail, bool FilesFault)
{
    public int Schema { get; init; } = 1;
}
