namespace Media.Documents;

/// <summary>The version of a document that is being replaced.</summary>
internal static class Raising
{
    /// <summary>Raises it for the write, and takes that back where nothing was written.</summary>
    /// <param name="write">Given the version that the stored document must still have.</param>
    public static async Task<Write> Version(IDocument document, Func<long, Task<Write>> write)
    {
        var version = document.Version++;
        var written = Write.Changed;
        try
        {
            written = await write(version);
            return written;
        }
        finally
        {
            if (written != Write.Written)
            {
                document.Version = version;
            }
        }
    }
}
