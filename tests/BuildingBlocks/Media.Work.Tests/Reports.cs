using System.Collections.Concurrent;
using System.Globalization;

namespace Media.Work.Tests;

/// <summary>What a worker says, a line each.</summary>
internal sealed class Reports : IStepReports
{
    private readonly ConcurrentQueue<string> _said = new();

    public IReadOnlyList<string> Said => [.. _said];

    /// <summary>Set where the bus does not take messages.</summary>
    public Exception? Broken { get; set; }

    public string? Worker { get; private set; }

    public Task Started(StepRun run, string worker, CancellationToken stop)
    {
        Worker = worker;
        return Say($"started {run.Generation}.{run.Attempt}");
    }

    public Task Progressed(StepRun run, string worker, double progress, CancellationToken stop) =>
        Say($"progressed {run.Generation}.{run.Attempt} {progress.ToString(CultureInfo.InvariantCulture)}");

    public Task Failed(StepRun run, string worker, string code, string detail, bool filesFault, CancellationToken stop) =>
        Say($"failed {run.Generation}.{run.Attempt} {code} {(filesFault ? "by the file's fault" : "here")}: {detail}");

    private Task Say(string line)
    {
        if (Broken is not null)
        {
            return Task.FromException(Broken);
        }

        _said.Enqueue(line);
        return Task.CompletedTask;
    }
}
