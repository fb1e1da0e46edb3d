using Media.Testing.Hosting;

namespace Media.Work.Tests;

/// <summary>A worker says that it lives, whether anything moves or not.</summary>
public sealed class ProgressTests : IAsyncDisposable
{
    private readonly Workshop _shop = new();
    private readonly StepRun _run = Workshop.Renditions();
    private readonly TaskCompletionSource<StepWork> _at = new();
    private readonly TaskCompletionSource _go = new();

    public async ValueTask DisposeAsync()
    {
        _go.TrySetResult();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task Every_five_seconds_even_if_nothing_moves()
    {
        var running = Working();
        await _at.Task;
        for (var ticks = 1; ticks <= 3; ticks++)
        {
            _shop.Time.Advance(TimeSpan.FromSeconds(4.9));
            Said().ShouldBe(ticks - 1);
            _shop.Time.Advance(TimeSpan.FromSeconds(0.1));
            await Wait.Until(() => Said() == ticks);
        }

        _shop.Reports.Said.Skip(1).ShouldAllBe(s => s == "progressed 1.1 0");
        _go.SetResult();
        (await running).ShouldNotBeNull();
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        Said().ShouldBe(3, "it says nothing more once it is done");
    }

    [Fact]
    public async Task It_carries_how_far_the_work_is()
    {
        var running = Working();
        (await _at.Task).Progress = 0.5;
        _shop.Time.Advance(TimeSpan.FromSeconds(5));
        await Wait.Until(() => _shop.Reports.Said.Contains("progressed 1.1 0.5"));
        _go.SetResult();
        (await running).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_cannot_be_said_is_said_with_the_next_tick()
    {
        var running = Working();
        await _at.Task;
        _shop.Reports.Broken = new InvalidOperationException("the bus is down");
        _shop.Time.Advance(TimeSpan.FromSeconds(5));
        _shop.Reports.Broken = null;
        await Wait.Until(() =>
        {
            _shop.Time.Advance(TimeSpan.FromSeconds(5));
            return Said() > 0;
        });
        _go.SetResult();
        (await running).ShouldNotBeNull();
    }

    private int Said() => _shop.Reports.Said.Count(s => s.StartsWith("progressed", StringComparison.Ordinal));

    private Task<Made?> Working() => _shop.Run(_run, async (work, stop) =>
    {
        _at.SetResult(work);
        await _go.Task;
        return await _shop.Make(_run, stop);
    });
}
