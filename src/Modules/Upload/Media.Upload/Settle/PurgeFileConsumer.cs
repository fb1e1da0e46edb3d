using MassTransit;
using Media.Blobs;
using Media.Messaging;
using Media.Upload.Contracts;
using Media.Upload.Files;
using Microsoft.Extensions.Options;

namespace Media.Upload.Settle;

/// <summary>Deletes a file's bytes once nobody reads them any more, and keeps a tombstone. Bytes first: the answer says that they are gone.</summary>
internal sealed class PurgeFileConsumer(FileStore files, IBlobs blobs, IEmit emit, IOptions<UploadSettings> settings, TimeProvider time)
    : IConsumer<PurgeFile>
{
    public static readonly TimeSpan TombstoneKept = TimeSpan.FromDays(30);

    public async Task Consume(ConsumeContext<PurgeFile> context)
    {
        var (said, stop) = (context.Message, context.CancellationToken);
        if (await files.Change(said.FileId, _ => false, stop) is { Phase: FilePhase.Purging } file)
        {
            await Delete(blobs, file, stop);
            await files.Change(said.FileId, Bury, stop);
        }

        await emit.Emit(new FilePurged(said.FileId, said.Tenant, said.Revision), stop);
    }

    public static async Task Delete(IBlobs blobs, FileDocument file, CancellationToken stop)
    {
        await blobs.Delete(file.Blob, stop);
        await blobs.DeleteUnder(file.Derived, stop);
    }

    private bool Bury(FileDocument file)
    {
        if (file.Phase != FilePhase.Purging)
        {
            return false;
        }

        var now = time.GetUtcNow();
        file.Phase = FilePhase.Purged;
        file.Owes.Slots.Clear();
        file.DeleteAgainAt = now + settings.Value.DeleteAgain;
        file.GoneAt = now + TombstoneKept;
        // It says that the file was, and nothing of what it was.
        (file.Name, file.MediaType, file.Bytes, file.Sha256) = ("", null, 0, null);
        (file.Metadata, file.Labels, file.Width, file.Height, file.Duration) = ([], [], null, null, null);
        return true;
    }
}
