using MassTransit;
using Media.Documents.Turns;
using Media.Orchestration.Contracts;
using Media.Upload.Files;

namespace Media.Upload.Settle;

/// <summary>The saga has heard: what it was told up to there is no longer owed.</summary>
internal sealed class FileTrackedConsumer(FileStore files, Outstanding<FileDocument> outstanding) : IConsumer<FileTracked>
{
    public async Task Consume(ConsumeContext<FileTracked> context)
    {
        IReadOnlyList<string> before = [];
        var file = await files.Change(
            context.Message.FileId,
            file =>
            {
                before = file.Outstanding;
                // One answer may clear both.
                var stored = file.Owes.Answered(Telling.StoredSlot, context.Message.Revision);
                var changed = file.Owes.Answered(Telling.ChangedSlot, context.Message.Revision);
                return stored || changed;
            },
            context.CancellationToken);
        if (file is not null)
        {
            outstanding.Changed(file, before);
        }
    }
}
