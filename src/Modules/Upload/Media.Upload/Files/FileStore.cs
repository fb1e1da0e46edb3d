using Media.Documents;

namespace Media.Upload.Files;

/// <summary>Changes to file documents by compare-and-swap, and what clients may see of them.</summary>
internal sealed class FileStore(IDocuments<FileDocument> documents)
{
    /// <summary>The file, where it was accepted, is not ended, and is this tenant's.</summary>
    public async Task<FileDocument?> Get(Guid id, string tenant, CancellationToken stop) =>
        await documents.Get(id.ToString(), stop) is { Phase: FilePhase.Stored } file && file.Tenant == tenant ? file : null;

    /// <summary>Applies a change until it is written or not wanted.</summary>
    /// <param name="change">False where nothing is to be changed. May run more than once, on ever newer documents.</param>
    /// <returns>The document as it is then; null where there is none.</returns>
    public async Task<FileDocument?> Change(Guid id, Func<FileDocument, bool> change, CancellationToken stop)
    {
        while (true)
        {
            var file = await documents.Get(id.ToString(), stop);
            if (file is null || !change(file) || await documents.Replace(file.Settled(), stop) == Write.Written)
            {
                return file;
            }
        }
    }
}
