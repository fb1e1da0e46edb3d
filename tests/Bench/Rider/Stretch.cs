using System.Diagnostics;

namespace Media.Bench.Rider;

/// <summary>So many messages in a stretch of time.</summary>
/// <param name="PerSecond">Messages a second.</param>
/// <param name="Cpu">Microseconds of this process's CPU a message, all of its threads together.</param>
internal sealed record Stretch(double PerSecond, double Cpu)
{
    public static Func<int, Stretch> Begin()
    {
        var (clock, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        return messages => new Stretch(
            messages / Stopwatch.GetElapsedTime(clock).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / messages);
    }
}

/// <summary>Counts what is heard, and measures from a first letter to a last.</summary>
internal sealed class Tally
{
    private readonly TaskCompletionSource<Stretch> _firstToLast = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _letters;
    private Func<int, Stretch>? _end;
    private int _heard;

    public Tally(int letters) => _letters = letters;

    /// <summary>Ends with the last letter.</summary>
    public Task<Stretch> FirstToLast => _firstToLast.Task;

    public void Heard()
    {
        var number = Interlocked.Increment(ref _heard);
        if (number == 1)
        {
            Volatile.Write(ref _end, Stretch.Begin());
        }
        else if (number == _letters)
        {
            _firstToLast.TrySetResult(Volatile.Read(ref _end)!(_letters - 1));
        }
    }
}
