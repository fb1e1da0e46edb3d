using System.Diagnostics;

namespace Media.Web.Tests;

public sealed class KnownWithinTests
{
    private readonly KnownWithin _known = new(TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_known_is_answered_at_once_and_read_once()
    {
        var reads = 0;
        (await _known.Ask("a", _ => Task.FromResult<string?>($"{++reads}"), Stop)).ShouldBe("1");
        reads.ShouldBe(1);
    }

    [Fact]
    public async Task News_wakes_whoever_waits_for_it()
    {
        string? news = null;
        var asked = new TaskCompletionSource();
        var answer = _known.Ask("a", _ =>
        {
            asked.TrySetResult();
            return Task.FromResult(news);
        }, Stop);
        await asked.Task;

        var clock = Stopwatch.StartNew();
        news = "lamp";
        _known.Heard("b");
        _known.Heard("a");
        (await answer).ShouldBe("lamp");
        // Reading again of itself would take up to 250 ms.
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public async Task News_that_another_process_wrote_down_is_found_too()
    {
        var reads = 0;
        (await _known.Ask("a", _ => Task.FromResult(++reads > 3 ? "lamp" : null), Stop)).ShouldBe("lamp");
    }

    [Fact]
    public async Task After_two_seconds_there_is_nothing()
    {
        var clock = Stopwatch.StartNew();
        (await _known.Ask<string>("a", _ => Task.FromResult<string?>(null), Stop)).ShouldBeNull();
        clock.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Only_so_many_wait_at_once_and_who_leaves_makes_room()
    {
        using var gone = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 256).Select(i => _known.Ask<string>($"{i % 10}", _ => Task.FromResult<string?>(null), gone.Token)).ToList();
        var reads = 0;
        (await _known.Ask("x", _ => Task.FromResult(++reads > 1 ? "lamp" : null), Stop)).ShouldBeNull("the answer of the moment");

        await gone.CancelAsync();
        foreach (var one in waiting)
        {
            await Should.ThrowAsync<OperationCanceledException>(one);
        }

        (await _known.Ask("x", _ => Task.FromResult(++reads > 2 ? "lamp" : null), Stop)).ShouldBe("lamp");
    }

    [Fact]
    public async Task Many_come_and_go_while_news_comes_and_none_is_left_waiting()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        await Parallel.ForAsync(0, 200, limit.Token, async (i, stop) =>
        {
            var here = false;
            var answer = _known.Ask($"{i % 7}", _ => Task.FromResult(Volatile.Read(ref here) ? "lamp" : null), stop);
            Volatile.Write(ref here, true);
            _known.Heard($"{i % 7}");
            (await answer).ShouldBe("lamp");
        });
    }
}
