using Media.Blobs;
using Media.Documents;
using Media.Upload.Files;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Media.Upload.Receive;

/// <summary>
/// Ends an upload that is not to be: its document becomes abandoned by compare-and-swap, so that it cannot be accepted any more; then its blob goes,
/// once more later, for what was on its way then; and then the document.
/// </summary>
internal sealed class Abandonment(FileStore files, IDocuments<FileDocument> documents, IBlobs blobs, IOptions<UploadSettings> settings, TimeProvider time, ILogger<Abandonment> log)
{
    /// <summary>As far as it gets: what it cannot do now, the sweeper does.</summary>
    /// <returns>The file as it is then: one that was accepted first stays so. Null where that cannot be told.</returns>
    public async Task<FileDocument?> Abandon(Guid id)
    {
        FileDocument? file = null;
        try
        {
            file = await files.Change(id, Mark, CancellationToken.None);
            if (file is { Phase: FilePhase.Abandoned })
            {
                await blobs.Delete(file.Blob, CancellationToken.None);
            }
        }
        catch (Exception unavailable) when (unavailable is DocumentsUnavailableException or BlobsUnavailableException)
        {
            log.LogWarning("Upload {File} is left to the sweeper: {Reason}", id, unavailable.Message);
        }

        return file;
    }

    /// <summary>What is due on an abandoned document: its blob once more, then itself.</summary>
    public async Task Finish(FileDocument file, CancellationToken stop)
    {
        await blobs.Delete(file.Blob, stop);
        await documents.Delete(file.Id, file.Version, stop);
    }

    private bool Mark(FileDocument file)
    {
        if (file.Phase != FilePhase.Receiving)
        {
            return false;
        }

        file.Phase = FilePhase.Abandoned;
        file.LeaseUntil = null;
        file.DeleteAgainAt = time.GetUtcNow() + settings.Value.DeleteAgain;
        return true;
    }
}
