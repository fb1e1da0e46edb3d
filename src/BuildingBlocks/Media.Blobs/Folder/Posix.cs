using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Media.Blobs.Folder;

/// <summary>
/// The system calls that the folder engine stands on. .NET's own come close and are not the same: <c>File.Move</c> copies where it cannot
/// rename or link, and a copy can be seen half done; and nothing in it flushes a folder.
/// </summary>
internal static partial class Posix
{
    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;
    private const int NotThere = 2;
    private const int Interrupted = 4;
    private const int IsThere = 17;

    /// <summary>Gives a file a second name; false, with nothing done, where that name is taken. Atomic on local disks and on NFS.</summary>
    public static bool Link(string file, string name) => link(file, name) == 0 || (LastErrorIs(IsThere) ? false : throw Failed("link", name));

    /// <summary>Gives a file another name, in place of whatever has it. Atomic.</summary>
    public static void Rename(string file, string name)
    {
        if (rename(file, name) != 0)
        {
            throw Failed("rename", name);
        }
    }

    /// <summary>Removes an empty folder; false where it stays: it is not empty, or may not be removed.</summary>
    public static bool RemoveFolder(string path) => rmdir(path) == 0 || LastErrorIs(NotThere);

    /// <summary>Makes the names in a folder durable: without it a file that was flushed may be without its name after a power cut.</summary>
    public static void FlushFolder(string path)
    {
        var descriptor = open(path, ReadOnly | CloseOnExec);
        if (descriptor < 0)
        {
            throw Failed("open", path);
        }

        try
        {
            while (fsync(descriptor) != 0)
            {
                if (!LastErrorIs(Interrupted))
                {
                    throw Failed("fsync", path);
                }
            }
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    private static bool LastErrorIs(int error) => Marshal.GetLastPInvokeError() == error;

    private static IOException Failed(string call, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        var reason = new Win32Exception(error);
        return error == NotThere
            ? new DirectoryNotFoundException($"{call} {path}: {reason.Message}", reason)
            : new IOException($"{call} {path}: {reason.Message}", reason);
    }

#pragma warning disable SA1300, IDE1006 // The names are those of libc.
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int link(string file, string name);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int rename(string file, string name);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int rmdir(string path);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int close(int descriptor);
#pragma warning restore SA1300, IDE1006
}
