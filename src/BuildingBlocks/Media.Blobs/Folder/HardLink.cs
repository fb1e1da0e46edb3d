using System.Runtime.InteropServices;

namespace Media.Blobs.Folder;

/// <summary>link(2): gives a file a second name, and fails where the name is taken. File.Move without overwrite looks first and moves then.</summary>
internal static partial class HardLink
{
    private const int NotThere = 2;
    private const int Exists = 17;

    /// <returns>False where the name is taken.</returns>
    public static bool TryCreate(string from, string to)
    {
        if (Link(from, to) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error switch
        {
            Exists => false,
            NotThere => throw new DirectoryNotFoundException(to),
            _ => throw new IOException($"link: {Marshal.GetPInvokeErrorMessage(error)}"),
        };
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
