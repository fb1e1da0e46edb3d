using Media.Messaging;
using Media.Orchestration.Contracts;
using Media.Orchestration.Steps;
using Media.Orchestration.Turns;
using Media.Processing.Contracts;
using Media.Vision.Contracts;
using Microsoft.Extensions.Options;

namespace Media.Orchestration.Track;

/// <summary>What the saga does at what workers say of a file's steps, and at their silence.</summary>
internal sealed class WorkRules(StepRules steps, IOptions<StepSettings> settings, Hearing hearing)
{
    public IEnumerable<object> Started(FileState file, StepStarted said, DateTimeOffset now) =>
        Alive(file, said.Step, said.Generation, said.Attempt, said.Worker, progress: 0, now);

    public IEnumerable<object> Progressed(FileState file, StepProgressed said, DateTimeOffset now) =>
        Alive(file, said.Step, said.Generation, said.Attempt, said.Worker, said.Progress, now);

    public IEnumerable<object> Failed(FileState file, StepFailed said, DateTimeOffset now)
    {
        if (Current(file, said.Step, said.Generation, said.Attempt) is { } step)
        {
            step.Worker = said.Worker;
            steps.Failed(file, step, new Reason(said.Code, said.Detail), said.FilesFault, now);
        }

        return [];
    }

    public IEnumerable<object> Skipped(FileState file, StepSkipped said, DateTimeOffset now)
    {
        if (Current(file, said.Step, said.Generation, said.Attempt) is { } step)
        {
            StepRules.Move(file, step, StepPhase.Skipped, now, new Reason(said.Code, said.Detail));
        }

        return [];
    }

    public IEnumerable<object> Inspected(FileState file, FileInspected said, DateTimeOffset now)
    {
        if (Answered(file, StepName.Inspect, said.Options) is { } step)
        {
            (file.Width, file.Height) = (said.Picture?.Width, said.Picture?.Height);
            StepRules.Done(file, step, now);
        }

        return [];
    }

    public IEnumerable<object> Rendered(FileState file, RenditionsMade said, DateTimeOffset now)
    {
        if (Answered(file, StepName.Renditions, said.Options) is { } step)
        {
            file.Renditions = said.Manifest;
            FileRules.Publish(file, now);
            StepRules.Done(file, step, now);
        }

        return [];
    }

    public IEnumerable<object> Detected(FileState file, ObjectsDetected said, DateTimeOffset now)
    {
        if (Answered(file, StepName.Detect, said.Options) is { } step)
        {
            file.Detections = said.Manifest;
            file.Labels = said.Labels;
            FileRules.Publish(file, now);
            StepRules.Done(file, step, now);
        }

        return [];
    }

    /// <summary>A step that waited has its turn; one that does not wait any more had it already.</summary>
    public IEnumerable<object> Turn(FileState file, FileTurn said, DateTimeOffset now)
    {
        if (file.Step(said.Step) is { QueuedAt: not null } step)
        {
            StepRules.Request(file, step, now);
        }

        return [];
    }

    /// <summary>Leases that ran out are losses. What is due to be said is said by whoever writes next, and that is now.</summary>
    public IEnumerable<object> Due(FileState file, FileDue said, DateTimeOffset now)
    {
        // A worker whose word is still to be read is not silent.
        var heard = hearing.Until(OrchestrationModule.ModuleName);
        foreach (var step in file.Steps.Where(s => s.Phase == StepPhase.Running))
        {
            var renewed = step.DueAt - settings.Value.Lease;
            if (step.DueAt <= heard || renewed < said.VoidBefore)
            {
                steps.Lost(file, step, now);
            }
        }

        if (said.VoidBefore is not null)
        {
            foreach (var step in file.Steps.Where(s => s.Phase == StepPhase.Requested && s.DueAt is not null))
            {
                step.DueAt = now;
            }

            foreach (var (slot, owed) in file.Owes.Slots.ToList())
            {
                file.Owes.Slots[slot] = owed with { DueAt = now };
            }
        }

        return [];
    }

    private IEnumerable<object> Alive(
        FileState file, string name, int generation, int attempt, string worker, double progress, DateTimeOffset now)
    {
        if (Current(file, name, generation, attempt) is { } step)
        {
            steps.Alive(file, step, worker, progress, now);
        }

        return [];
    }

    // What an older generation or attempt says of starting, progress or failing is ignored.
    private static StepState? Current(FileState file, string name, int generation, int attempt) =>
        file.Step(name) is { IsAsked: true } step && generation == file.Generation && attempt == step.Attempt ? step : null;

    // A result counts if it is what is asked for now, whoever made it and in whichever attempt.
    private static StepState? Answered(FileState file, string name, string options) =>
        file.Step(name) is { IsFinal: false } step && step.Options == options ? step : null;
}
