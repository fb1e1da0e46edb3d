using Media.Sandbox;
using Xunit.Runner.InProc.SystemConsole;

// One test runs this very program as a host of children, to kill it.
if (args is ["host", var isolation, var path, var nap])
{
    using var own = new WorkFolder();
    var run = new ChildRun("/usr/bin/sh", ["-c", $"echo up > pid; exec sleep {nap}"], own) { Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin" } };
    var child = new Children(isolation == "isolated").Run(run, CancellationToken.None);
    while (!File.Exists(own.File("pid")))
    {
        await Task.Delay(10);
    }

    await File.WriteAllTextAsync(Path.Combine(path, "pid"), "up\n");
    await child;
    return 0;
}

return await ConsoleRunner.Run(args);
