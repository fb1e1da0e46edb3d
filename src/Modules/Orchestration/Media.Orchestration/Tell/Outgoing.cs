using Media.Delivery.Contracts;
using Media.Documents;
using Media.Messaging;
using Media.Orchestration.Contracts;
using Media.Orchestration.Steps;
using Media.Orchestration.Track;
using Media.Processing.Contracts;
using Media.Upload.Contracts;
using Media.Vision.Contracts;
using Microsoft.Extensions.Options;

namespace Media.Orchestration.Tell;

/// <summary>The messages that a file's document owes, marked there as said. They go out after the write.</summary>
internal sealed class Outgoing(IOptions<StepSettings> settings, Hearing hearing)
{
    private readonly SayAgain _messages = settings.Value.Messages;
    private readonly SayAgain _commands = settings.Value.Commands;

    public IReadOnlyList<object> Due(FileState file, DateTimeOffset now)
    {
        var due = new List<object>();
        var heard = hearing.Until(OrchestrationModule.ModuleName);
        foreach (var step in file.Steps.Where(s => s.Phase == StepPhase.Requested && SayAgain.IsDue(s.DueAt, s.Said, now, heard)))
        {
            step.Said++;
            step.DueAt = now + _commands.After(step.Said);
            due.Add(Command(file, step));
        }

        foreach (var slot in file.Owes.Say(now, heard, _messages))
        {
            due.Add(Owed(file, slot, file.Owes.Slots[slot].Revision));
        }

        return due;
    }

    private static object Command(FileState file, StepState step)
    {
        var original = file.Original!;
        return step.Name switch
        {
            StepName.Inspect => new InspectFile(
                file.CorrelationId, file.Tenant, ForProcessing(original), step.Options, file.Generation, step.Attempt, step.Losses),
            StepName.Renditions => new MakeRenditions(
                file.CorrelationId,
                file.Tenant,
                ForProcessing(original),
                [.. file.Preset!.Renditions.Select(r => new RenditionSpec(r.Name, r.MaxSide, r.Formats))],
                step.Options,
                file.Generation,
                step.Attempt,
                step.Losses),
            StepName.Detect => new DetectObjects(
                file.CorrelationId,
                file.Tenant,
                new Vision.Contracts.Source(original.Blob, original.MediaType, original.Bytes, original.Sha256),
                file.Preset!.Model,
                file.Preset.MinConfidence,
                step.Options,
                file.Generation,
                step.Attempt,
                step.Losses),
            _ => throw new InvalidOperationException($"no worker does the step {step.Name}"),
        };
    }

    private static object Owed(FileState file, string slot, long revision) => slot switch
    {
        Slots.Publish => Publication(file, file.Original!, revision),
        Slots.State => new FileStateChanged(
            file.CorrelationId, file.Tenant, revision, file.Phase.ToLowerInvariant(), file.Width, file.Height, Duration: null, file.Labels),
        Slots.Withdraw => new WithdrawFile(file.CorrelationId, file.Tenant, revision),
        Slots.ForgetProcessing => new ForgetFile(file.CorrelationId, file.Tenant, WorkerName.Processing, revision),
        Slots.ForgetVision => new ForgetFile(file.CorrelationId, file.Tenant, WorkerName.Vision, revision),
        Slots.Purge => new PurgeFile(file.CorrelationId, file.Tenant, revision),
        _ => throw new InvalidOperationException($"nothing is known of the slot {slot}"),
    };

    private static PublishFile Publication(FileState file, Original original, long revision) => new(
        file.CorrelationId,
        file.Tenant,
        revision,
        original.Name,
        original.MediaType,
        original.Bytes,
        original.Sha256,
        original.Blob,
        original.StoredAt,
        file.Trashed,
        file.Renditions,
        file.Detections);

    private static Processing.Contracts.Source ForProcessing(Original original) =>
        new(original.Blob, original.MediaType, original.Bytes, original.Sha256);
}
