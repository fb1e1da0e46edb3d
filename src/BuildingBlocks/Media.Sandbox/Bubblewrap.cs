using System.Diagnostics;

namespace Media.Sandbox;

/// <summary>
/// bubblewrap: namespaces in which the child sees the system's programs read-only, its own folder and what it was given, and no network. Not every
/// machine allows it (containers without user namespaces), so it is tried once.
/// </summary>
internal static class Bubblewrap
{
    private const string Program = "/usr/bin/bwrap";

    private static readonly Lazy<bool> Tried = new(Try);

    /// <summary>Whether it works on this machine.</summary>
    public static bool Works => Tried.Value;

    public static IEnumerable<string> Arguments(ChildRun run) =>
    [
        Program, "--unshare-all", "--die-with-parent", "--cap-drop", "ALL",
        .. System(),
        .. run.Reads.SelectMany(path => new[] { "--ro-bind", path, path }),
        "--bind", run.Folder.Path, run.Folder.Path,
        // Its root lies in memory that no limit counts.
        "--remount-ro", "/",
        "--chdir", run.Folder.Path,
        "--",
    ];

    private static IEnumerable<string> System()
    {
        foreach (var folder in new[] { "/bin", "/sbin", "/lib", "/lib32", "/lib64" })
        {
            if (new DirectoryInfo(folder) is { Exists: true } found)
            {
                yield return found.LinkTarget is null ? "--ro-bind" : "--symlink";
                yield return found.LinkTarget ?? folder;
                yield return folder;
            }
        }

        foreach (var path in new[] { "/usr", "/etc/alternatives", "/etc/ld.so.cache", "/etc/fonts" })
        {
            yield return "--ro-bind-try";
            yield return path;
            yield return path;
        }

        yield return "--proc";
        yield return "/proc";
        yield return "--dev";
        yield return "/dev";
    }

    private static bool Try()
    {
        if (!File.Exists(Program))
        {
            return false;
        }

        using var folder = new WorkFolder();
        var command = Arguments(new ChildRun("/usr/bin/true", [], folder)).Append("/usr/bin/true");
        using var process = Process.Start(
            new ProcessStartInfo(Program, command.Skip(1)) { UseShellExecute = false, RedirectStandardError = true })!;
        if (process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            return process.ExitCode == 0;
        }

        process.Kill(entireProcessTree: true);
        return false;
    }
}
