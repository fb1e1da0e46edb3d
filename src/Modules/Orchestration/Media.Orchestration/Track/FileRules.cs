using Media.Delivery.Contracts;
using Media.Orchestration.Contracts;
using Media.Orchestration.Control;
using Media.Orchestration.Presets;
using Media.Orchestration.Steps;
using Media.Orchestration.Tell;
using Media.Upload.Contracts;

namespace Media.Orchestration.Track;

/// <summary>What the saga does at what Upload, Delivery and people say of a file. Each returns what is answered at once.</summary>
internal sealed class FileRules(PresetCatalog presets)
{
    public IEnumerable<object> Stored(FileState file, FileStored said, DateTimeOffset now)
    {
        file.Tenant = said.Tenant;
        file.Heard = said.Revision;
        file.Original = new Original(said.Name, said.MediaType, said.Bytes, said.Sha256, said.Blob, said.StoredAt);
        file.Switches = said.Switches;
        Plan(file, said.Preset);
        // The original is served from the start, whatever becomes of its processing.
        Publish(file, now);
        return [Tracked(file)];
    }

    public IEnumerable<object> StoredAgain(FileState file, FileStored said, DateTimeOffset now) => [Tracked(file)];

    public IEnumerable<object> Changed(FileState file, FileChanged said, DateTimeOffset now)
    {
        if (said.Revision >= file.Heard && (said.Name != file.Original!.Name || said.Trashed != file.Trashed))
        {
            file.Original = file.Original with { Name = said.Name };
            file.Trashed = said.Trashed;
            Publish(file, now);
        }

        return ChangedTooLate(file, said, now);
    }

    public IEnumerable<object> ChangedTooLate(FileState file, FileChanged said, DateTimeOffset now)
    {
        file.Heard = Math.Max(file.Heard, said.Revision);
        return [Tracked(file)];
    }

    public IEnumerable<object> Published(FileState file, FilePublished said, DateTimeOffset now)
    {
        file.Shown = Math.Max(file.Shown, said.Revision);
        file.Owes.Answered(Slots.Publish, said.Revision);
        return [];
    }

    public IEnumerable<object> Listed(FileState file, FileListed said, DateTimeOffset now)
    {
        file.Owes.Answered(Slots.State, said.Revision);
        return [];
    }

    public IEnumerable<object> Cancel(FileState file, CancelFile said, DateTimeOffset now)
    {
        var stops = Stops(file);
        foreach (var step in file.Steps.Where(s => !s.IsFinal))
        {
            StepRules.Move(file, step, StepPhase.Cancelled, now, new Reason("cancelled", "Cancelled on request."));
        }

        return stops;
    }

    public IEnumerable<object> Retry(FileState file, RetryStep said, DateTimeOffset now)
    {
        if (file.Step(said.Step) is not { } step || !CanRetry(step))
        {
            return [];
        }

        if (file.Phase == FilePhase.Cancelled)
        {
            // Workers were told to stop this generation, and would stop the retried step too.
            file.Generation++;
        }

        foreach (var again in file.Steps.Where(s => s == step || s.Phase == StepPhase.Cancelled || IsSkippedForAnother(s)))
        {
            again.Failures = again.Losses = 0;
            StepRules.Move(file, again, StepPhase.Waiting, now);
        }

        // Publish comes last, and so once more.
        if (file.Step(StepName.Publish) is { IsFinal: true } publish)
        {
            StepRules.Move(file, publish, StepPhase.Waiting, now);
        }

        return [];
    }

    /// <summary>Whether trying a step again can change anything: one that is switched off stays so, and one that another kept from running follows that one.</summary>
    public static bool CanRetry(StepState step) =>
        step.Phase is StepPhase.Failed or StepPhase.Cancelled
        || (step.Phase == StepPhase.Skipped && step.Reason?.Code != "switched_off" && !IsSkippedForAnother(step));

    public IEnumerable<object> Reprocess(FileState file, ReprocessFile said, DateTimeOffset now)
    {
        var stops = Stops(file);
        file.Generation++;
        Plan(file, said.Preset ?? file.Preset!.Name);
        if (file.Step(StepName.Renditions)?.Phase == StepPhase.Skipped)
        {
            file.Renditions = null;
        }

        if (file.Step(StepName.Detect)?.Phase == StepPhase.Skipped)
        {
            (file.Detections, file.Labels) = (null, []);
        }

        Publish(file, now);
        return stops;
    }

    public IEnumerable<object> Purge(FileState file, FilePurging said, DateTimeOffset now)
    {
        file.Tenant = said.Tenant;
        file.Heard = Math.Max(file.Heard, said.Revision);
        file.PurgingSince = now;
        foreach (var step in file.Steps.Where(s => !s.IsFinal))
        {
            StepRules.Move(file, step, StepPhase.Cancelled, now, new Reason("purged", "The file was deleted."));
        }

        file.Owes.Slots.Clear();
        file.Owes.Owe(Slots.Withdraw, ++file.Published, now);
        file.Owes.Owe(Slots.ForgetProcessing, file.Heard, now);
        file.Owes.Owe(Slots.ForgetVision, file.Heard, now);
        return [];
    }

    public IEnumerable<object> Withdrawn(FileState file, FileWithdrawn said, DateTimeOffset now) =>
        LetGo(file, Slots.Withdraw, said.Revision, now);

    public IEnumerable<object> Forgotten(FileState file, FileForgotten said, DateTimeOffset now) =>
        LetGo(file, Slots.Forget(said.Worker), said.Revision, now);

    public IEnumerable<object> Purged(FileState file, FilePurged said, DateTimeOffset now)
    {
        if (file.Owes.Answered(Slots.Purge, said.Revision))
        {
            // A tombstone: it says that the file was, and nothing of what it was.
            file.PurgedAt = now;
            file.Steps.Clear();
            (file.Original, file.Preset, file.Switches, file.Renditions, file.Detections) = (null, null, null, null, null);
            (file.Width, file.Height, file.Labels) = (null, null, []);
        }

        return [];
    }

    public IEnumerable<object> PurgeAgain(FileState file, FilePurging said, DateTimeOffset now) =>
        [new PurgeFile(file.CorrelationId, file.Tenant, file.Heard)];

    /// <summary>The whole publication has changed: it is owed anew, with a higher revision.</summary>
    public static void Publish(FileState file, DateTimeOffset now) => file.Owes.Owe(Slots.Publish, ++file.Published, now);

    // Once nobody reads the file any more, and not before, its bytes may go.
    private static IEnumerable<object> LetGo(FileState file, string slot, long revision, DateTimeOffset now)
    {
        if (file.Owes.Answered(slot, revision) && file.Owes.Slots.Count == 0)
        {
            file.Owes.Owe(Slots.Purge, file.Heard, now);
        }

        return [];
    }

    private static bool IsSkippedForAnother(StepState step) =>
        step.Phase == StepPhase.Skipped && step.Reason?.Code is "inspect_failed" or "file_failed";

    private static IReadOnlyList<object> Stops(FileState file) =>
    [
        .. file.Steps.Where(s => s.IsAsked && s.Name != StepName.Publish).Select(s => new StopStep(
            file.CorrelationId, file.Tenant, s.Name == StepName.Detect ? WorkerName.Vision : WorkerName.Processing, s.Name, file.Generation)),
    ];

    private static FileTracked Tracked(FileState file) => new(file.CorrelationId, file.Tenant, file.Heard);

    private void Plan(FileState file, string preset)
    {
        file.Preset = StepPlan.Effective(presets.Named(preset), file.Switches, presets.Switches);
        file.Steps.Clear();
        file.Steps.AddRange(StepPlan.For(file.Original!.MediaType, file.Preset));
    }
}
