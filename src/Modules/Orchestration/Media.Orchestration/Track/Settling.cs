using Media.Documents.Turns;
using Media.Orchestration.Contracts;
using Media.Orchestration.Log;
using Media.Orchestration.Steps;

namespace Media.Orchestration.Track;

/// <summary>What follows from a file's steps once something changed: which are asked for, whether it is final, when it needs a look again.</summary>
internal sealed class Settling(Outstanding<FileState> outstanding)
{
    /// <summary>How long a purged file's tombstone refuses what still speaks of it.</summary>
    public static readonly TimeSpan TombstoneKept = TimeSpan.FromDays(30);

    private static readonly TimeSpan EventsRide = TimeSpan.FromSeconds(5);

    /// <summary>Asks for what has its turn, and says which phase the file is in.</summary>
    public string Settle(FileState file, DateTimeOffset now)
    {
        if (file.PurgingSince is null)
        {
            Inspect(file, now);
            AfterInspect(file, now);
            Publish(file, now);
        }

        var phase = PhaseOf(file);
        file.EndedAt = phase == FilePhase.Processing ? null : file.EndedAt ?? now;
        if (phase != file.Phase)
        {
            EventLog.Add(file, step: null, file.Phase.ToLowerInvariant(), phase.ToLowerInvariant(), now, code: Worst(file)?.Reason?.Code);
        }

        return phase;
    }

    /// <summary>The flat fields that indexes need. Called last, before the write.</summary>
    public static void Index(FileState file, DateTimeOffset now)
    {
        var hidden = file.PurgingSince is not null;
        var worst = hidden ? null : Worst(file);
        file.ListedAt = hidden ? null : file.Original?.StoredAt;
        file.PresetName = file.Preset?.Name;
        file.FailedStep = worst?.Name;
        file.ReasonCode = worst?.Reason?.Code;
        file.AskedAt = file.Outstanding.Count > 0 ? file.AskedAt ?? now : null;
        file.InspectQueuedAt = file.Step(StepName.Inspect)?.QueuedAt;
        file.RenditionsQueuedAt = file.Step(StepName.Renditions)?.QueuedAt;
        file.DetectQueuedAt = file.Step(StepName.Detect)?.QueuedAt;
        file.DueAt = file.Steps.Select(s => s.DueAt)
            .Append(file.Owes.DueAt)
            .Append(file.PurgedAt + TombstoneKept)
            .Append(file.Events.Count > 0 ? now + EventsRide : null)
            .Min();
    }

    private void Inspect(FileState file, DateTimeOffset now)
    {
        if (file.Step(StepName.Inspect) is { } inspect)
        {
            RequestIfDue(file, inspect, now);
        }
    }

    private void AfterInspect(FileState file, DateTimeOffset now)
    {
        var inspect = file.Step(StepName.Inspect)?.Phase;
        foreach (var step in file.Steps.Where(s => s.Name is StepName.Renditions or StepName.Detect && s.Phase == StepPhase.Waiting))
        {
            if (inspect == StepPhase.Done)
            {
                RequestIfDue(file, step, now);
            }
            else if (inspect is StepPhase.Failed or StepPhase.Skipped)
            {
                StepRules.Move(file, step, StepPhase.Skipped, now, new Reason("inspect_failed", "The file could not be inspected."));
            }
        }
    }

    private static void Publish(FileState file, DateTimeOffset now)
    {
        if (file.Step(StepName.Publish) is not { IsFinal: false } publish || file.Steps.Exists(s => s != publish && !s.IsFinal))
        {
            return;
        }

        if (file.Steps.Exists(s => s is { Essential: true, Phase: StepPhase.Failed }))
        {
            StepRules.Move(file, publish, StepPhase.Skipped, now, new Reason("file_failed", "The original is served all the same."));
            return;
        }

        if (publish.Phase == StepPhase.Waiting)
        {
            // What is asked for is owed as a message, not by the step: it has no time of its own to be due.
            StepRules.Request(file, publish, now);
            publish.DueAt = null;
        }

        if (file.Shown >= file.Published)
        {
            StepRules.Done(file, publish, now);
        }
    }

    private void RequestIfDue(FileState file, StepState step, DateTimeOffset now)
    {
        if (step is not { Phase: StepPhase.Waiting, QueuedAt: null } || step.DueAt > now)
        {
            return;
        }

        // What is tried again has had its turn.
        if (step.Attempt > 0 || outstanding.HasRoom(step.Name, file.Tenant))
        {
            StepRules.Request(file, step, now);
        }
        else
        {
            step.QueuedAt = now;
            outstanding.Waits();
        }
    }

    private static string PhaseOf(FileState file) =>
        file.PurgedAt is not null ? FilePhase.Purged
        : file.PurgingSince is not null ? FilePhase.Purging
        : file.Steps.Exists(s => !s.IsFinal) ? FilePhase.Processing
        : file.Steps.Exists(s => s is { Essential: true, Phase: StepPhase.Failed }) ? FilePhase.Failed
        : file.Steps.Exists(s => s.Phase == StepPhase.Cancelled) ? FilePhase.Cancelled
        : FilePhase.Ready;

    private static StepState? Worst(FileState file) =>
        file.Steps.Find(s => s is { Phase: StepPhase.Failed, Essential: true }) ?? file.Steps.Find(s => s.Phase == StepPhase.Failed);
}
