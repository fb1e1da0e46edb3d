namespace Media.Orchestration.Control;

/// <summary>A person or program wants a step tried again that failed, was cancelled, or was skipped for want of something.</summary>
internal sealed record RetryStep(Guid FileId, string Step);

/// <summary>What is not yet final is to stop; the original stays.</summary>
internal sealed record CancelFile(Guid FileId);

/// <summary>All steps anew, by the preset as it is set now.</summary>
/// <param name="Preset">Another preset, or null for the one the file has.</param>
internal sealed record ReprocessFile(Guid FileId, string? Preset);
