using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Media.Sandbox.Tests;

/// <summary>Every promise of <see cref="Children"/>, kept without bubblewrap; <see cref="IsolatedChildrenTests"/> asks for them again with it.</summary>
public class ChildrenTests : IAsyncDisposable
{
    private const string Shell = "/usr/bin/sh";

    private readonly WorkFolder folder = new();

    // How long this test's sleeping children sleep: a number that no other process on the machine asks for.
    private readonly string nap = $"600.{Random.Shared.NextInt64(1_000_000_000_000)}";

    private protected virtual Children Children { get; } = new(bubblewrap: false);

    private protected string Nap => nap;

    private protected WorkFolder Folder => folder;

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_what_the_child_wrote_and_its_exit_code()
    {
        var result = await Script("printf out; printf err >&2; exit 7");
        (result.End, result.Code, Text(result), result.Errors).ShouldBe((ChildEnd.Exited, 7, "out", "err"));
        result.Succeeded.ShouldBeFalse();
        (await Script("exit 0")).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Arguments_stay_arguments_whatever_they_hold()
    {
        string[] hostile = ["a b", "\"; touch /tmp/w-media-canary-args; \"", "$(id)", "`id`", "--help", "-c", "", "*", "\n", "'", "\\", "é\t", "/usr/bin/nothing"];
        var result = await Run(Shell, ["-c", "for a in \"$@\"; do printf '%s\\0' \"$a\"; done", "name", .. hostile], null, Stop);
        Text(result).Split('\0')[..^1].ShouldBe(hostile);
    }

    [Fact]
    public async Task Its_environment_is_what_was_given_and_nothing_else()
    {
        Environment.SetEnvironmentVariable("MEDIA_TEST_SECRET", "PRIVATE");
        var run = new ChildRun("/usr/bin/env", [], folder) { Environment = new Dictionary<string, string> { ["GIVEN"] = "a b" } };
        var lines = Text(await Children.Run(run, Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // bubblewrap sets PWD.
        lines.Where(line => !line.StartsWith("PWD=", StringComparison.Ordinal)).ShouldBe(["GIVEN=a b"]);
    }

    [Fact]
    public async Task It_runs_in_its_folder_at_low_priority_in_a_session_of_its_own_without_core_dumps()
    {
        var result = await Script("pwd; nice; ulimit -c; ulimit -n");
        Text(result).ShouldBe($"{folder.Path}\n10\n0\n64\n");
        // Asked from outside: in a process namespace of its own a child reads 0 for every session begun outside.
        using var source = new CancellationTokenSource();
        var run = Stoppable($"exec sleep {nap}", source.Token);
        await Until(Running);
        SessionOf(Sleeping().First()).ShouldNotBe(SessionOf("/proc/self"));
        await source.CancelAsync();
        await run;
    }

    [Fact]
    public async Task Past_its_time_the_whole_group_is_killed()
    {
        var clock = Stopwatch.StartNew();
        var result = await Script(
            $"sleep {nap} & sh -c 'sleep {nap} & exit'; sleep {nap}",
            new ChildLimits { Time = TimeSpan.FromSeconds(1) });
        result.End.ShouldBe(ChildEnd.TimeLimit);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        await NoneIsLeft();
    }

    [Fact]
    public async Task What_a_child_leaves_running_goes_with_it()
    {
        // The pipes are closed, or the run would wait for whoever holds them.
        var result = await Script($"sleep {nap} >/dev/null 2>&1 & exit 0");
        result.Succeeded.ShouldBeTrue();
        await NoneIsLeft();
    }

    [Fact]
    public async Task Cancelling_kills_it()
    {
        using var source = new CancellationTokenSource();
        var run = Stoppable($"touch ready; sleep {nap}", source.Token);
        await Until(() => File.Exists(folder.File("ready")));
        await source.CancelAsync();
        (await run).End.ShouldBe(ChildEnd.Cancelled);
        await NoneIsLeft();
    }

    [Fact]
    public async Task Cancelled_before_it_began_it_never_runs()
    {
        (await Stoppable("touch ready", new CancellationToken(canceled: true))).End.ShouldBe(ChildEnd.Cancelled);
        File.Exists(folder.File("ready")).ShouldBeFalse();
    }

    [Fact]
    public async Task Processor_time_is_limited()
    {
        var result = await Script("while :; do :; done", new ChildLimits { Cpu = TimeSpan.FromSeconds(1) });
        result.End.ShouldBe(ChildEnd.TimeLimit);
        result.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_file_it_writes_is_limited()
    {
        var result = await Script("exec head -c 10000000 /dev/zero > big", new ChildLimits { FileBytes = 1 << 20 });
        result.End.ShouldBe(ChildEnd.OutputLimit);
        new FileInfo(folder.File("big")).Length.ShouldBe(1 << 20);
    }

    [Fact]
    public async Task Many_small_files_are_limited_together()
    {
        var result = await Script(
            "i=0; while :; do head -c 100000 /dev/zero > $i; i=$((i+1)); done", new ChildLimits { FileBytes = 1 << 20, Time = TimeSpan.FromSeconds(20) });
        result.End.ShouldBe(ChildEnd.OutputLimit);
    }

    [Fact]
    public async Task Output_is_limited()
    {
        var result = await Script("cat /dev/zero", new ChildLimits { OutputBytes = 100_000 });
        result.End.ShouldBe(ChildEnd.OutputLimit);
        result.Output.Length.ShouldBe(100_000);
    }

    [Fact]
    public async Task Errors_are_cut_and_the_child_goes_on()
    {
        var result = await Script("head -c 1000000 /dev/zero >&2; echo done");
        result.Errors.Length.ShouldBe(16 * 1024);
        Text(result).ShouldBe("done\n");
    }

    [Fact]
    public async Task One_process_cannot_have_more_memory_than_its_limit()
    {
        // tail keeps what it reads until a line ends, and none does.
        var result = await Script("tail -n 1 /dev/zero", new ChildLimits { MemoryBytes = 64 << 20 });
        (result.End is ChildEnd.MemoryLimit || result is { End: ChildEnd.Exited, Code: not 0 }).ShouldBeTrue($"{result.End} {result.Code}");
        result.PeakBytes.ShouldBeLessThan(100 << 20);
    }

    [Fact]
    public async Task Nor_can_several_together()
    {
        // Each holds 24 MB and waits.
        var hold = $"(head -c 24000000 /dev/zero; sleep {nap}) | tail -n 1 & ";
        var result = await Script(
            string.Concat(Enumerable.Repeat(hold, 5)) + "wait", new ChildLimits { MemoryBytes = 80 << 20, Time = TimeSpan.FromSeconds(20) });
        result.End.ShouldBe(ChildEnd.MemoryLimit);
        result.PeakBytes.ShouldBeGreaterThan(80 << 20);
        await NoneIsLeft();
    }

    [Fact]
    public async Task A_signal_is_told_from_an_exit()
    {
        var result = await Script("kill -SEGV $$; sleep 1");
        (result.End, result.Code).ShouldBe((ChildEnd.Killed, 11));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_an_exit()
    {
        var result = await Run("/usr/bin/no-such-program", [], null, Stop);
        result.End.ShouldBe(ChildEnd.Exited);
        result.Code.ShouldNotBe(0);
    }

    [Fact]
    public async Task Killed_by_force_this_process_takes_its_children_along()
    {
        // The test program itself, as a host that runs a child and waits.
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["host", Children.Isolated ? "isolated" : "plain", folder.Path, nap]);
        // What it leaves behind goes with this test's folder.
        start.Environment["TMPDIR"] = folder.Path;
        using var host = Process.Start(start)!;
        await Until(() => File.Exists(folder.File("pid")) && File.ReadAllText(folder.File("pid")).EndsWith('\n'));
        Running().ShouldBeTrue();
        host.Kill();
        await host.WaitForExitAsync(Stop);
        await NoneIsLeft();
    }

    [Fact]
    public async Task Threads_of_the_pool_come_and_go_and_the_child_stays()
    {
        // Here, and not first on the thread below: a test that is skipped on a thread of its own ends the whole program.
        _ = Children;
        // A child that was started on a thread which then ends must not die of that.
        Task<ChildResult>? run = null;
        var passing = new Thread(() => run = Script("touch ready; while [ ! -e go ]; do sleep 0.05; done; echo alive"));
        passing.Start();
        passing.Join();
        await Until(() => File.Exists(folder.File("ready")));
        await File.WriteAllTextAsync(folder.File("go"), "", Stop);
        Text(await run!).ShouldBe("alive\n");
    }

    [Fact]
    public async Task Hundreds_leave_no_process_file_or_folder_behind()
    {
        var before = Directory.GetFiles("/proc/self/fd").Length;
        for (var i = 0; i < 100; i++)
        {
            using var own = new WorkFolder();
            await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Children.Run(new ChildRun("/usr/bin/true", [], own), Stop)));
            Directory.Exists(own.Path).ShouldBeTrue();
            own.Dispose();
            Directory.Exists(own.Path).ShouldBeFalse();
        }

        // One left by each child would be 200; what other tests have open meanwhile comes and goes.
        await Until(() => Directory.GetFiles("/proc/self/fd").Length - before < 50);
    }

    [Fact]
    public void What_killed_processes_left_is_swept_and_nothing_else()
    {
        using var old = new WorkFolder();
        using var young = new WorkFolder();
        File.WriteAllText(old.File("left"), "");
        Directory.SetLastWriteTimeUtc(old.Path, DateTime.UtcNow.AddDays(-3));
        _ = new Children();
        Directory.Exists(old.Path).ShouldBeFalse();
        Directory.Exists(young.Path).ShouldBeTrue();
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected Task<ChildResult> Script(string script, ChildLimits? limits = null) => Run(Shell, ["-c", script], limits, Stop);

    private Task<ChildResult> Stoppable(string script, CancellationToken stop) => Run(Shell, ["-c", script], null, stop);

    private protected static string Text(ChildResult result) => Encoding.UTF8.GetString(result.Output);

    private protected static async Task Until(Func<bool> holds)
    {
        for (var waited = Stopwatch.StartNew(); !holds(); await Task.Delay(20, Stop))
        {
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        }
    }

    private Task<ChildResult> Run(string program, IReadOnlyList<string> arguments, ChildLimits? limits, CancellationToken stop) =>
        Children.Run(
            new ChildRun(program, arguments, folder)
            {
                Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
                Limits = limits ?? new ChildLimits(),
            },
            stop);

    private protected Task NoneIsLeft() => Until(() => !Running());

    private bool Running() => Sleeping().Any();

    private IEnumerable<string> Sleeping() => Directory.GetDirectories("/proc").Where(process =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")) == $"sleep\0{nap}\0";
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    private static string SessionOf(string process) => File.ReadAllText(Path.Combine(process, "stat")).Split(' ')[5];
}

/// <summary>The same, and what bubblewrap adds.</summary>
public sealed class IsolatedChildrenTests : ChildrenTests
{
    private protected override Children Children
    {
        get
        {
            Assert.SkipUnless(Bubblewrap.Works, "bubblewrap is not installed, or is refused on this machine.");
            return field ??= new Children(bubblewrap: true);
        }
    }

    [Fact]
    public async Task It_sees_its_folder_and_what_it_was_given_and_nothing_else()
    {
        using var other = new WorkFolder();
        await File.WriteAllTextAsync(other.File("given"), "given", Stop);
        await File.WriteAllTextAsync(other.File("secret"), "secret", Stop);
        var run = new ChildRun("/usr/bin/cat", [other.File("given"), other.File("secret"), "/etc/passwd"], Folder) { Reads = [other.File("given")] };
        var result = await Children.Run(run, Stop);
        Text(result).ShouldBe("given");
        (await Script($"echo x > {other.File("given")}; echo x > /new; echo x > own; cat own")).Errors.ShouldContain("Directory nonexistent");
        (await File.ReadAllTextAsync(Folder.File("own"), Stop)).ShouldBe("x\n");
    }

    [Fact]
    public async Task It_has_no_network()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Assert.SkipUnless(File.Exists("/usr/bin/bash"), "bash is not installed.");
        var run = new ChildRun("/usr/bin/bash", ["-c", $"exec 3<>/dev/tcp/127.0.0.1/{port}"], Folder);
        (await Children.Run(run, Stop)).Code.ShouldNotBe(0);
        listener.Pending().ShouldBeFalse();
        (await new Children(bubblewrap: false).Run(run, Stop)).Code.ShouldBe(0, "the check itself must be able to connect");
    }

    [Fact]
    public async Task A_process_that_leaves_the_group_goes_too()
    {
        var result = await Script($"setsid sleep {Nap} >/dev/null 2>&1 & exit 0");
        result.Succeeded.ShouldBeTrue();
        await NoneIsLeft();
    }
}
