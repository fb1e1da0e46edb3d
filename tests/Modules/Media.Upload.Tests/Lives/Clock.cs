namespace Media.Upload.Tests.Lives;

/// <summary>The system's clock, put forward by a test. Timers run as ever.</summary>
internal sealed class Clock : TimeProvider
{
    private long _ahead;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));
}
