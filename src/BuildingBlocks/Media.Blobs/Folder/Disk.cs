namespace Media.Blobs.Folder;

/// <summary>The one place where a disk's trouble (full, read-only, no permission, too many open files, broken) becomes the port's exception.</summary>
internal static class Disk
{
    public static bool IsTrouble(Exception failure) => failure is IOException or UnauthorizedAccessException;

    public static BlobsUnavailableException Unavailable(Exception failure) =>
        new($"the blob folder cannot be used: {failure.Message}", failure);

    /// <summary>Does something of the file system away from the caller's thread: a disk can keep it waiting for seconds.</summary>
    public static async Task<T> Do<T>(Func<T> act, CancellationToken stop)
    {
        try
        {
            return await Task.Run(act, stop);
        }
        catch (Exception failure) when (IsTrouble(failure))
        {
            throw Unavailable(failure);
        }
    }
}
