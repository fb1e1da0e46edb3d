namespace Media.Sandbox;

/// <summary>Looks after one running child: ends its group when a limit is passed or the caller asks, and remembers the first reason.</summary>
internal sealed class Watch(ProcessGroup group, ChildRun run)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private int reason = -1;
    private long peak;

    /// <summary>Why it was ended from here; null where it was not.</summary>
    public ChildEnd? Reason => reason < 0 ? null : (ChildEnd)reason;

    public long PeakBytes => Interlocked.Read(ref peak);

    public void End(ChildEnd why)
    {
        if (Interlocked.CompareExchange(ref reason, (int)why, -1) == -1)
        {
            group.Kill();
        }
    }

    /// <summary>Watches until the child has ended.</summary>
    public async Task UntilEnd(Task ended, CancellationToken stop)
    {
        var started = Environment.TickCount64;
        await using var asked = stop.Register(() => End(ChildEnd.Cancelled));
        while (!ended.IsCompleted && Reason is null)
        {
            Look();
            var left = run.Limits.Time - TimeSpan.FromMilliseconds(Environment.TickCount64 - started);
            if (left <= TimeSpan.Zero)
            {
                End(ChildEnd.TimeLimit);
                return;
            }

            await Task.WhenAny(ended, Task.Delay(left < Every ? left : Every, CancellationToken.None));
        }
    }

    private void Look()
    {
        var used = group.Bytes();
        peak = Math.Max(peak, used);
        if (used > run.Limits.MemoryBytes)
        {
            End(ChildEnd.MemoryLimit);
        }
        else if (run.Folder.Bytes() > run.Limits.FileBytes)
        {
            End(ChildEnd.OutputLimit);
        }
    }
}
