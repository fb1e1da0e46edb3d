using Media.Blobs;
using Media.Documents;
using Media.Documents.Sweeping;
using Media.Messaging;
using Media.Upload.Files;
using Media.Upload.Receive;
using Media.Upload.Settle;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Media.Upload.Sweep;

/// <summary>What is due on files: messages again, uploads that stood still, blobs to delete once more, tombstones.</summary>
internal sealed class FileSweeper(
    IDocuments<FileDocument> documents, FileStore files, IBlobs blobs, IOptions<UploadSettings> settings, Hearing hearing, TimeProvider time, SweepParts parts, IServiceScopeFactory scopes)
    : Sweeper<FileDocument>("upload/files", documents, FileDocument.Due, parts)
{
    private readonly IDocuments<FileDocument> _documents = documents;

    protected override bool AllAtStart => true;

    protected override DateTimeOffset Heard => hearing.Until(UploadModule.ModuleName);

    protected override Task Attend(FileDocument document, DateTimeOffset? voidBefore, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        return document.Phase switch
        {
            FilePhase.Receiving when document.LeaseUntil <= now || LeasedBefore(document, voidBefore) => Abandon(document, stop),
            FilePhase.Abandoned when document.DeleteAgainAt <= now || voidBefore is not null => Finish(document, stop),
            FilePhase.Stored or FilePhase.Purging => SayAgain(document, voidBefore, now, stop),
            FilePhase.Purged => Bury(document, now, stop),
            _ => Task.CompletedTask,
        };
    }

    // Who received it was this process's predecessor, and is dead.
    private bool LeasedBefore(FileDocument document, DateTimeOffset? voidBefore) =>
        document.LeaseUntil - settings.Value.Lease < voidBefore;

    private async Task Abandon(FileDocument document, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Abandonment>().Abandon(document.FileId);
        stop.ThrowIfCancellationRequested();
    }

    private async Task Finish(FileDocument document, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Abandonment>().Finish(document, stop);
    }

    private async Task SayAgain(FileDocument document, DateTimeOffset? voidBefore, DateTimeOffset now, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var telling = scope.ServiceProvider.GetRequiredService<Telling>();
        IReadOnlyList<object> messages = [];
        await files.Change(
            document.FileId,
            file =>
            {
                // What was never said waits for its turn, in which nobody's death keeps it.
                foreach (var (slot, owed) in voidBefore is null ? [] : file.Owes.Slots.Where(s => s.Value.Said > 0).ToList())
                {
                    file.Owes.Slots[slot] = owed with { DueAt = now };
                }

                messages = telling.MarkSaid(file, now);
                return messages.Count > 0;
            },
            stop);
        var emit = scope.ServiceProvider.GetRequiredService<IEmit>();
        foreach (var message in messages)
        {
            await emit.Emit(message, stop);
        }
    }

    private async Task Bury(FileDocument document, DateTimeOffset now, CancellationToken stop)
    {
        if (document.DeleteAgainAt > now)
        {
            return;
        }

        await PurgeFileConsumer.Delete(blobs, document, stop);
        if (document.GoneAt <= now)
        {
            await _documents.Delete(document.Id, document.Version, stop);
        }
        else
        {
            await files.Change(
                document.FileId,
                file =>
                {
                    file.DeleteAgainAt = null;
                    return true;
                },
                stop);
        }
    }
}
