using Media.Documents;
using Media.Documents.Sweeping;
using Media.Documents.Turns;
using Media.Upload.Files;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Upload.Settle;

/// <summary>Tells of stored files that wait for their turn.</summary>
internal sealed class StoredHandOut(
    IDocuments<FileDocument> documents, FileStore files, Telling telling, Outstanding<FileDocument> outstanding, SweepParts parts, IServiceScopeFactory scopes)
    : HandOut<FileDocument>("upload/turns", documents, FileDocument.Queued, FileDocument.Unanswered, outstanding, parts)
{
    private readonly Outstanding<FileDocument> _outstanding = outstanding;
    private readonly SweepParts _parts = parts;

    protected override async Task Give(FileDocument document, string kind, CancellationToken stop)
    {
        IReadOnlyList<object> messages = [];
        var file = await files.Change(
            document.FileId,
            file =>
            {
                messages = [];
                if (file.QueuedAt is null)
                {
                    return false;
                }

                var now = _parts.Time.GetUtcNow();
                Telling.Turn(file, now);
                messages = telling.MarkSaid(file, now);
                return true;
            },
            stop);
        if (messages.Count == 0)
        {
            return;
        }

        _outstanding.Changed(file!, before: []);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Saying>().Say(messages);
    }
}
