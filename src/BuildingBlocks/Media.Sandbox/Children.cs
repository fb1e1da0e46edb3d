using System.Diagnostics;
using CliWrap;

namespace Media.Sandbox;

/// <summary>
/// Runs programs on strangers' bytes, on Linux: an argument list and no shell, an empty environment, limits on time, memory, output and files, low priority,
/// no network where bubblewrap is allowed. Whatever ends a run, this process's own death by force among it, no child stays.
/// </summary>
/// <param name="bubblewrap">Null: where it works.</param>
public sealed class Children(bool? bubblewrap)
{
    private const int SignalBase = 128;
    private const int SigXcpu = 24;
    private const int SigXfsz = 25;

    // Pipes that a process outside the group holds open never end; what was read by then is the output.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>With bubblewrap where it works; sweeps away what processes that were killed have left.</summary>
    public Children()
        : this(null) => WorkFolder.SweepAbandoned();

    /// <summary>Whether children run without network and without sight of this machine's files.</summary>
    public bool Isolated => bubblewrap ?? Bubblewrap.Works;

    /// <returns>How it ended; a child that fails, or passes a limit, is an outcome and no exception. Nor is <paramref name="stop"/>.</returns>
    /// <exception cref="InvalidOperationException">A program that sets the limits is not installed (util-linux, coreutils).</exception>
    public async Task<ChildResult> Run(ChildRun run, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            return new ChildResult(ChildEnd.Cancelled, 0, [], "", 0, TimeSpan.Zero);
        }

        var clock = Stopwatch.StartNew();
        Watch? watch = null;
        var overflowed = false;
        var pipes = new Pipes(run.Limits.OutputBytes, () =>
        {
            overflowed = true;
            Volatile.Read(ref watch)?.End(ChildEnd.OutputLimit);
        });
        using var abandon = new CancellationTokenSource();
        var child = await Start(run, pipes, abandon.Token);
        var group = new ProcessGroup(child.ProcessId);
        Volatile.Write(ref watch, new Watch(group, run));
        if (overflowed)
        {
            watch.End(ChildEnd.OutputLimit);
        }

        await watch.UntilEnd(child.Task, stop);
        await Task.WhenAny(child.Task, Task.Delay(Grace, CancellationToken.None));
        group.KillRest();
        var exit = child.Task.IsCompletedSuccessfully ? (await child.Task).ExitCode : SignalBase;
        await abandon.CancelAsync();
        var (end, code) = Outcome(watch.Reason, exit);
        return new ChildResult(end, code, pipes.OutputBytes(), pipes.ErrorText(), watch.PeakBytes, clock.Elapsed);
    }

    private Task<CommandTask<CommandResult>> Start(ChildRun run, Pipes pipes, CancellationToken abandon)
    {
        if (CommandLine.Missing is { } missing)
        {
            throw new InvalidOperationException($"{missing} is not installed: children cannot be run safely without it.");
        }

        var line = CommandLine.Of(run, Isolated);

        // CliWrap adds to the environment that it inherits; null takes out.
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>().ToDictionary(name => name, _ => (string?)null);
        foreach (var (name, value) in run.Environment)
        {
            environment[name] = value;
        }

        var command = Cli.Wrap(line[0]).WithArguments(line.Skip(1))
            .WithEnvironmentVariables(environment)
            .WithWorkingDirectory(run.Folder.Path)
            .WithStandardOutputPipe(pipes.Output)
            .WithStandardErrorPipe(pipes.Errors)
            .WithValidation(CommandResultValidation.None);
        // The group is killed from here: CliWrap follows parents to children, and misses those whose parent has gone.
        return Starter.Start(() => command.ExecuteAsync(abandon));
    }

    private static (ChildEnd End, int Code) Outcome(ChildEnd? reason, int exit) => (reason, exit - SignalBase) switch
    {
        ({ } why, _) => (why, 0),
        (_, SigXcpu) => (ChildEnd.TimeLimit, 0),
        (_, SigXfsz) => (ChildEnd.OutputLimit, 0),
        (_, > 0 and var signal) => (ChildEnd.Killed, signal),
        _ => (ChildEnd.Exited, exit),
    };
}
