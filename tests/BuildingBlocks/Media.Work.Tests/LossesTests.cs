namespace Media.Work.Tests;

/// <summary>Workers that die so early in a step that nobody hears that it began.</summary>
public sealed class LossesTests : IAsyncDisposable
{
    private readonly Workshop _shop = new();

    [Fact]
    public async Task What_the_command_counts_makes_a_step_suspect_from_two_on()
    {
        (await IsSuspect(_shop.Runner, Workshop.Renditions(losses: 1))).ShouldBeFalse();
        (await IsSuspect(_shop.Runner, Workshop.Renditions(losses: 2))).ShouldBeTrue();
    }

    [Fact]
    public async Task Two_processes_that_began_and_died_of_it_make_the_third_careful()
    {
        var run = Workshop.Renditions();
        (await Dies(run)).ShouldBeFalse();
        (await Dies(run)).ShouldBeFalse();
        (await Dies(run)).ShouldBeTrue();
    }

    [Fact]
    public async Task It_does_not_matter_which_deaths_were_heard_of()
    {
        var run = Workshop.Renditions();
        (await Dies(run)).ShouldBeFalse();
        (await Dies(run with { Attempt = 2, Losses = 1 })).ShouldBeFalse();
        (await Dies(run with { Attempt = 2, Losses = 1 })).ShouldBeTrue();
    }

    [Fact]
    public async Task A_process_that_lived_to_say_why_it_failed_is_no_loss()
    {
        var run = Workshop.Renditions();
        for (var attempt = 1; attempt < 5; attempt++)
        {
            (await IsSuspect(_shop.Another(), run with { Attempt = attempt })).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_process_that_runs_it_again_evidently_lives()
    {
        var run = Workshop.Renditions();
        await Dies(run);
        for (var again = 0; again < 5; again++)
        {
            (await IsSuspect(_shop.Runner, run)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task The_next_generation_counts_anew()
    {
        var run = Workshop.Renditions();
        await Dies(run);
        await Dies(run);
        (await Dies(run with { Generation = 2 })).ShouldBeFalse();
        (await IsSuspect(_shop.Another(), run)).ShouldBeFalse("what the older generation does is no matter");
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    // A process that is killed in the middle of its work: it says nothing more, and another takes over.
    private async Task<bool> Dies(StepRun run)
    {
        bool? suspect = null;
        using var death = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => _shop.Another().Run<Made>(
            run,
            _shop.Reports,
            async (work, ends) =>
            {
                suspect = work.IsSuspect;
                await death.CancelAsync();
                ends.ThrowIfCancellationRequested();
                return new Made([]);
            },
            death.Token));
        return suspect!.Value;
    }

    private async Task<bool> IsSuspect(StepRunner runner, StepRun run)
    {
        bool? suspect = null;
        await runner.Run<Made>(
            run,
            _shop.Reports,
            (work, _) =>
            {
                suspect = work.IsSuspect;
                throw new InvalidOperationException("It failed.");
            },
            Workshop.Stop);
        return suspect!.Value;
    }
}
