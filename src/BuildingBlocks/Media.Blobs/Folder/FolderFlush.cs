using System.Runtime.InteropServices;

namespace Media.Blobs.Folder;

/// <summary>fsync(2) of a folder: a file's new name survives a power cut only once its folder is flushed. .NET opens no folders.</summary>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0x80000; // O_RDONLY | O_CLOEXEC on Linux

    public static void Flush(string folder)
    {
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw new DirectoryNotFoundException(folder);
        }

        try
        {
            if (Sync(descriptor) != 0)
            {
                throw new IOException($"fsync: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
