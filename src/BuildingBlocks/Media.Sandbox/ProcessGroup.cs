using System.Globalization;
using System.Runtime.InteropServices;

namespace Media.Sandbox;

/// <summary>A child and all that it started.</summary>
/// <param name="id">The child's process id, which is its group's too.</param>
internal sealed partial class ProcessGroup(int id)
{
    private const int Kill9 = 9;

    /// <summary>Ends every process of the group; nothing happens where none is left.</summary>
    public void Kill()
    {
        // In its first instants the child has no group yet, and is hit alone.
        if (Signal(-id, Kill9) != 0)
        {
            _ = Signal(id, Kill9);
        }
    }

    /// <summary>Ends what a child that has ended by itself left behind in its group.</summary>
    public void KillRest() => _ = Signal(-id, Kill9);

    /// <summary>Memory in use by the child and its descendants, in bytes: resident pages, so what they share counts twice.</summary>
    public long Bytes() => Bytes(id.ToString(CultureInfo.InvariantCulture), depth: 0);

    private static long Bytes(string process, int depth)
    {
        var pages = Read($"/proc/{process}/statm").Split(' ') is [_, var resident, ..] ? long.Parse(resident, CultureInfo.InvariantCulture) : 0;
        var bytes = pages * Environment.SystemPageSize;
        // bubblewrap puts two processes between; deeper than this lies nothing of ours.
        return depth == 8 ? bytes : bytes + Children(process).Sum(child => Bytes(child, depth + 1));
    }

    private static IEnumerable<string> Children(string process)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{process}/task")
                .SelectMany(task => Read($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);
}
