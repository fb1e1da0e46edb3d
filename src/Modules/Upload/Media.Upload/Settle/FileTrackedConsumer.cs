using MassTransit;
using Media.Orchestration.Contracts;
using Media.Upload.Files;

namespace Media.Upload.Settle;

/// <summary>The saga has heard: what it was told up to there is no longer owed.</summary>
internal sealed class FileTrackedConsumer(FileStore files) : IConsumer<FileTracked>
{
    public Task Consume(ConsumeContext<FileTracked> context) => files.Change(
        context.Message.FileId,
        file =>
        {
            // One answer may clear both.
            var stored = file.Owes.Answered(Telling.StoredSlot, context.Message.Revision);
            var changed = file.Owes.Answered(Telling.ChangedSlot, context.Message.Revision);
            return stored || changed;
        },
        context.CancellationToken);
}
