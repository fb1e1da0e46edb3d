namespace Media.Vision.Contracts;

/// <summary>Detect objects in a picture. Obeyed by StepStarted, then ObjectsDetected, StepFailed or StepSkipped.</summary>
/// <param name="Model">Name of the model, or null for the deployment's default.</param>
/// <param name="MinConfidence">0 to 1; what the model is less sure of is left out.</param>
/// <param name="Options">Digest of the options: the answer carries it back.</param>
/// <param name="Losses">How often a worker fell silent on this step; from 2 on, decode in the child only.</param>
public sealed record DetectObjects(
    Guid FileId, string Tenant, Source Source, string? Model, double MinConfidence, string Options, int Generation, int Attempt, int Losses)
{
    public int Schema { get; init; } = 1;
}
