using Media.Orchestration.Steps;
using Media.Orchestration.Track;

namespace Media.Orchestration.Status;

/// <summary>Every step of one file: its state, attempts, times and, where it failed, why.</summary>
/// <param name="State">processing, ready, failed or cancelled.</param>
/// <param name="Preset">Name of the preset that says which steps run.</param>
/// <param name="Progress">0 to 1, over all steps.</param>
/// <param name="StoredAt">When the upload was accepted.</param>
/// <param name="EndedAt">When the last step became final.</param>
/// <param name="Version">Rises with each change.</param>
internal sealed record FileStatus(
    Guid Id,
    string State,
    string Preset,
    double Progress,
    DateTimeOffset StoredAt,
    DateTimeOffset? EndedAt,
    IReadOnlyList<StepStatus> Steps,
    long Version)
{
    public static FileStatus Of(FileState file, int maxAttempts) => new(
        file.CorrelationId,
        file.Phase.ToLowerInvariant(),
        file.Preset!.Name,
        Math.Round(file.Steps.Average(s => s.IsFinal ? 1 : s.Progress), 3),
        file.Original!.StoredAt,
        file.EndedAt,
        [.. file.Steps.Select(s => StepStatus.Of(s, maxAttempts))],
        file.Version);
}

/// <param name="Name">inspect, renditions, detect or publish.</param>
/// <param name="State">waiting, requested, running, done, failed, skipped or cancelled.</param>
/// <param name="Attempt">The attempt that is asked for or runs, from 1; 0 before the first.</param>
/// <param name="MaxAttempts">How often it may fail before it is given up.</param>
/// <param name="Progress">0 to 1.</param>
/// <param name="DueAt">When it is looked at again: its lease runs out, or its wait is over.</param>
/// <param name="Worker">Which process works or worked on it.</param>
/// <param name="Reason">Why it waits again, failed, was skipped or cancelled.</param>
internal sealed record StepStatus(
    string Name,
    string State,
    int Attempt,
    int MaxAttempts,
    double Progress,
    DateTimeOffset? RequestedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? DueAt,
    string? Worker,
    Reason? Reason)
{
    public static StepStatus Of(StepState step, int maxAttempts) => new(
        step.Name,
        StepRules.Name(step.Phase),
        step.Attempt,
        maxAttempts,
        Math.Round(step.Progress, 3),
        step.RequestedAt,
        step.StartedAt,
        step.EndedAt,
        step.DueAt,
        step.Worker,
        step.Reason);
}
