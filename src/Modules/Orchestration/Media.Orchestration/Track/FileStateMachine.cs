using MassTransit;
using Media.Delivery.Contracts;
using Media.Documents.Turns;
using Media.Messaging;
using Media.Orchestration.Contracts;
using Media.Orchestration.Control;
using Media.Orchestration.Log;
using Media.Orchestration.Tell;
using Media.Orchestration.Turns;
using Media.Processing.Contracts;
using Media.Upload.Contracts;
using Media.Vision.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Orchestration.Track;

/// <summary>
/// One instance a file. What is heard in which phase stands here; what a message does stands in <see cref="FileRules"/> and
/// <see cref="WorkRules"/>; what follows from it in <see cref="Settling"/>. Anything not named for a phase is late, early or double, and ignored.
/// </summary>
internal sealed class FileStateMachine : MassTransitStateMachine<FileState>
{
    private readonly Settling _settling;
    private readonly EventLog _log;
    private readonly Outgoing _outgoing;
    private readonly Outstanding<FileState> _outstanding;
    private readonly TimeProvider _time;

    public FileStateMachine(FileRules files, WorkRules work, Settling settling, EventLog log, Outgoing outgoing, Outstanding<FileState> outstanding, TimeProvider time)
    {
        (_settling, _log, _outgoing, _outstanding, _time) = (settling, log, outgoing, outstanding, time);
        InstanceState(f => f.Phase);
        OnUnhandledEvent(context => context.Ignore());
        Correlate();

        Initially(
            When(FileStored).ThenAsync(Hear<FileStored>(files.Stored)),
            When(FilePurging).ThenAsync(Hear<FilePurging>(files.Purge)));

        During(
            Processing,
            When(StepStarted).ThenAsync(Hear<StepStarted>(work.Started)),
            When(StepProgressed).ThenAsync(Hear<StepProgressed>(work.Progressed)),
            When(StepFailed).ThenAsync(Hear<StepFailed>(work.Failed)),
            When(StepSkipped).ThenAsync(Hear<StepSkipped>(work.Skipped)),
            When(FileInspected).ThenAsync(Hear<FileInspected>(work.Inspected)),
            When(RenditionsMade).ThenAsync(Hear<RenditionsMade>(work.Rendered)),
            When(ObjectsDetected).ThenAsync(Hear<ObjectsDetected>(work.Detected)),
            When(FileTurn).ThenAsync(Hear<FileTurn>(work.Turn)),
            When(CancelFile).ThenAsync(Hear<CancelFile>(files.Cancel)));

        foreach (var phase in new[] { Processing, Ready, Failed, Cancelled })
        {
            During(
                phase,
                When(FileStored).ThenAsync(Hear<FileStored>(files.StoredAgain)),
                When(FileChanged).ThenAsync(Hear<FileChanged>(files.Changed)),
                When(FilePublished).ThenAsync(Hear<FilePublished>(files.Published)),
                When(FileListed).ThenAsync(Hear<FileListed>(files.Listed)),
                When(RetryStep).ThenAsync(Hear<RetryStep>(files.Retry)),
                When(ReprocessFile).ThenAsync(Hear<ReprocessFile>(files.Reprocess)),
                When(FilePurging).ThenAsync(Hear<FilePurging>(files.Purge)),
                When(FileDue).ThenAsync(Hear<FileDue>(work.Due)));
        }

        During(
            Purging,
            When(FileStored).ThenAsync(Hear<FileStored>(files.StoredAgain)),
            When(FileChanged).ThenAsync(Hear<FileChanged>(files.ChangedTooLate)),
            When(FileWithdrawn).ThenAsync(Hear<FileWithdrawn>(files.Withdrawn)),
            When(FileForgotten).ThenAsync(Hear<FileForgotten>(files.Forgotten)),
            When(FilePurged).ThenAsync(Hear<FilePurged>(files.Purged)),
            When(FileDue).ThenAsync(Hear<FileDue>(work.Due)));

        During(
            Purged,
            When(FileStored).ThenAsync(Hear<FileStored>(files.StoredAgain)),
            When(FileChanged).ThenAsync(Hear<FileChanged>(files.ChangedTooLate)),
            When(FilePurging).ThenAsync(Hear<FilePurging>(files.PurgeAgain)),
            When(FileDue).ThenAsync(Hear<FileDue>(work.Due)).If(TombstoneIsOver, over => over.Finalize()));
        SetCompletedWhenFinalized();
    }

    public State Processing { get; private set; } = null!;
    public State Ready { get; private set; } = null!;
    public State Failed { get; private set; } = null!;
    public State Cancelled { get; private set; } = null!;
    public State Purging { get; private set; } = null!;
    public State Purged { get; private set; } = null!;

    public Event<FileStored> FileStored { get; private set; } = null!;
    public Event<FileChanged> FileChanged { get; private set; } = null!;
    public Event<FilePurging> FilePurging { get; private set; } = null!;
    public Event<FilePurged> FilePurged { get; private set; } = null!;
    public Event<FileListed> FileListed { get; private set; } = null!;
    public Event<FilePublished> FilePublished { get; private set; } = null!;
    public Event<FileWithdrawn> FileWithdrawn { get; private set; } = null!;
    public Event<FileForgotten> FileForgotten { get; private set; } = null!;
    public Event<StepStarted> StepStarted { get; private set; } = null!;
    public Event<StepProgressed> StepProgressed { get; private set; } = null!;
    public Event<StepFailed> StepFailed { get; private set; } = null!;
    public Event<StepSkipped> StepSkipped { get; private set; } = null!;
    public Event<FileInspected> FileInspected { get; private set; } = null!;
    public Event<RenditionsMade> RenditionsMade { get; private set; } = null!;
    public Event<ObjectsDetected> ObjectsDetected { get; private set; } = null!;
    public Event<RetryStep> RetryStep { get; private set; } = null!;
    public Event<CancelFile> CancelFile { get; private set; } = null!;
    public Event<ReprocessFile> ReprocessFile { get; private set; } = null!;
    public Event<FileTurn> FileTurn { get; private set; } = null!;
    public Event<FileDue> FileDue { get; private set; } = null!;

    private bool TombstoneIsOver(BehaviorContext<FileState, FileDue> context) =>
        context.Saga.PurgedAt + Settling.TombstoneKept <= _time.GetUtcNow();

    private void Correlate()
    {
        Event(() => FileStored, e => e.CorrelateById(m => m.Message.FileId));
        Event(() => FilePurging, e => e.CorrelateById(m => m.Message.FileId));
        ByFile(() => FileChanged, m => m.FileId);
        ByFile(() => FilePurged, m => m.FileId);
        ByFile(() => FileListed, m => m.FileId);
        ByFile(() => FilePublished, m => m.FileId);
        ByFile(() => FileWithdrawn, m => m.FileId);
        ByFile(() => FileForgotten, m => m.FileId);
        ByFile(() => StepStarted, m => m.FileId);
        ByFile(() => StepProgressed, m => m.FileId);
        ByFile(() => StepFailed, m => m.FileId);
        ByFile(() => StepSkipped, m => m.FileId);
        ByFile(() => FileInspected, m => m.FileId);
        ByFile(() => RenditionsMade, m => m.FileId);
        ByFile(() => ObjectsDetected, m => m.FileId);
        ByFile(() => RetryStep, m => m.FileId);
        ByFile(() => CancelFile, m => m.FileId);
        ByFile(() => ReprocessFile, m => m.FileId);
        ByFile(() => FileTurn, m => m.FileId);
        ByFile(() => FileDue, m => m.FileId);
    }

    // What speaks of a file that has no saga is early, and said again, or of one whose tombstone is gone.
    private void ByFile<T>(System.Linq.Expressions.Expression<Func<Event<T>>> property, Func<T, Guid> file) where T : class =>
        Event(property, e =>
        {
            e.CorrelateById(m => file(m.Message));
            e.OnMissingInstance(m => m.Discard());
        });

    /// <summary>What every message does beside its own rule; one write holds all of it, and what is said goes out after that.</summary>
    private Func<BehaviorContext<FileState, T>, Task> Hear<T>(Func<FileState, T, DateTimeOffset, IEnumerable<object>> rule) where T : class =>
        async context =>
        {
            var file = context.Saga;
            var now = _time.GetUtcNow();
            await _log.Flush(file, context.CancellationToken);
            var listing = Listing.Of(file);
            var asked = file.Outstanding;

            List<object> messages = [.. rule(file, context.Message, now)];
            var phase = _settling.Settle(file, now);
            _outstanding.Changed(file, asked);
            if (phase != file.Phase)
            {
                await context.TransitionToState(GetState(phase));
            }

            if (file.PurgingSince is null && Listing.Of(file) != listing)
            {
                file.Owes.Owe(Slots.State, ++file.Told, now);
            }

            messages.AddRange(_outgoing.Due(file, now));
            Settling.Index(file, now);
            var emit = context.GetPayload<IServiceProvider>().GetRequiredService<IEmit>();
            foreach (var message in messages)
            {
                await emit.Emit(message, context.CancellationToken);
            }
        };

    /// <summary>What Upload's listing shows: it is told when this changes.</summary>
    private sealed record Listing(string Phase, int? Width, int? Height, IReadOnlyList<string> Labels)
    {
        // Who lists a file that nothing was told of shows it as processing.
        public static Listing Of(FileState file) =>
            new(file.Phase == nameof(Initial) ? FilePhase.Processing : file.Phase, file.Width, file.Height, file.Labels);
    }
}
