namespace Media.Blobs.S3;

/// <summary>Copies of blobs on this machine, each in a folder that this user alone may look into.</summary>
internal static class LocalCopy
{
    private const string Prefix = "media-blob-";

    // Longer than any work on a copy.
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(2);

    /// <exception cref="BlobsUnavailableException">There is no room.</exception>
    public static async Task<LocalBlob> Of(Stream content, CancellationToken stop)
    {
        string? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory(Prefix).FullName;
            var path = Path.Combine(folder, "blob");
            await using var file = new FileStream(
                path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous });
            await content.CopyToAsync(file, 256 * 1024, stop);
            return new LocalBlob(path, folder);
        }
        catch (Exception failure)
        {
            if (folder is not null)
            {
                Directory.Delete(folder, recursive: true);
            }

            if (failure is IOException or UnauthorizedAccessException)
            {
                throw new BlobsUnavailableException("there is no room for a copy of a blob on this machine", failure);
            }

            throw;
        }
    }

    /// <summary>Deletes what processes left behind that were killed at work on a copy.</summary>
    public static void SweepAbandoned()
    {
        foreach (var folder in new DirectoryInfo(Path.GetTempPath()).EnumerateDirectories(Prefix + "*"))
        {
            try
            {
                if (folder.LinkTarget is null && DateTime.UtcNow - folder.LastWriteTimeUtc > Abandoned)
                {
                    folder.Delete(recursive: true);
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Another user's, or another process sweeps too.
            }
        }
    }
}
