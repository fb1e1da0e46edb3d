using System.Globalization;

namespace Media.Sandbox;

/// <summary>Puts the programs that set the limits in front of a child's own, each of which becomes the next one (exec): one process in the end.</summary>
internal static class CommandLine
{
    private const string SetSid = "/usr/bin/setsid";
    private const string SetPriv = "/usr/bin/setpriv";
    private const string Nice = "/usr/bin/nice";
    private const string PrLimit = "/usr/bin/prlimit";

    /// <summary>The first of the programs in front that is not installed; null where all are.</summary>
    public static string? Missing => Array.Find([SetSid, SetPriv, Nice, PrLimit], program => !File.Exists(program));

    public static IReadOnlyList<string> Of(ChildRun run, bool bubblewrap) =>
    [
        // A session and process group of its own, so that one signal reaches the child and all it starts.
        SetSid,
        // Dies with this process, also where that is killed by force; and never gains rights.
        SetPriv, "--pdeathsig", "KILL", "--no-new-privs",
        Nice, "-n", "10",
        PrLimit, .. Limits(run.Limits),
        .. bubblewrap ? Bubblewrap.Arguments(run) : [],
        run.Program, .. run.Arguments,
    ];

    private static IEnumerable<string> Limits(ChildLimits limits)
    {
        var seconds = (long)Math.Ceiling(limits.Cpu.TotalSeconds);
        // The softer limit first, whose signal tells why it died.
        yield return Text($"--cpu={seconds}:{seconds + 1}");
        yield return Text($"--data={limits.MemoryBytes}");
        yield return Text($"--fsize={limits.FileBytes}");
        yield return Text($"--nofile={limits.OpenFiles}");
        yield return "--core=0";
        // Thread stacks count as memory in full: 8 MiB a thread, the usual size, would fill the limit with nothing.
        yield return "--stack=2097152";
        yield return "--";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
