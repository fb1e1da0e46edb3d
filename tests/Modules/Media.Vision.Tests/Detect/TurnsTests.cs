using Media.Vision.Detect;
using Microsoft.Extensions.Options;

namespace Media.Vision.Tests.Detect;

public sealed class TurnsTests : IDisposable
{
    private readonly Turns turns = new(Options.Create(new VisionSettings { Concurrency = 2, Queue = 3 }));

    [Fact]
    public async Task As_many_as_there_is_room_for_have_a_turn_the_next_wait_and_more_are_turned_away()
    {
        var asked = Enumerable.Range(0, 5).Select(_ => turns.ForRequest(Stop)).ToList();
        turns.IsFull.ShouldBeTrue();

        (await turns.ForRequest(Stop)).ShouldBeNull();
        asked.Count(t => t.IsCompleted).ShouldBe(2);

        for (var i = 0; i < asked.Count; i++)
        {
            (await asked[i].WaitAsync(TimeSpan.FromSeconds(10), Stop)).ShouldNotBeNull().Dispose();
        }

        turns.IsFull.ShouldBeFalse();
        (await turns.ForRequest(Stop)).ShouldNotBeNull().Dispose();
    }

    [Fact]
    public async Task A_turn_that_is_ended_twice_makes_room_for_one()
    {
        using var first = await turns.ForStep(Stop);
        var second = await turns.ForStep(Stop);
        second.Dispose();
        second.Dispose();

        using var third = await turns.ForStep(Stop);
        turns.ForStep(Stop).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_queue()
    {
        using var one = await turns.ForStep(Stop);
        using var two = await turns.ForStep(Stop);
        using var givesUp = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var waiting = Enumerable.Range(0, 5).Select(_ => turns.ForRequest(givesUp.Token)).ToList();
        turns.IsFull.ShouldBeTrue();

        await givesUp.CancelAsync();
        foreach (var task in waiting)
        {
            await Should.ThrowAsync<OperationCanceledException>(() => task);
        }

        turns.IsFull.ShouldBeFalse();
    }

    [Fact]
    public async Task Steps_wait_and_are_never_turned_away()
    {
        var steps = Enumerable.Range(0, 50).Select(_ => turns.ForStep(Stop)).ToList();

        turns.IsFull.ShouldBeFalse();
        foreach (var step in steps)
        {
            (await step.WaitAsync(TimeSpan.FromSeconds(10), Stop)).Dispose();
        }
    }

    [Fact]
    public async Task It_closes_once_nobody_is_at_it()
    {
        var turn = await turns.ForStep(Stop);
        (await turns.Close(TimeSpan.FromMilliseconds(20))).ShouldBeFalse();

        using var again = new Turns(Options.Create(new VisionSettings { Concurrency = 2 }));
        (await again.Close(TimeSpan.FromSeconds(1))).ShouldBeTrue();
        turn.Dispose();
    }

    public void Dispose() => turns.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
