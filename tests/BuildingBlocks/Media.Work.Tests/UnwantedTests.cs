namespace Media.Work.Tests;

/// <summary>Steps that are stopped and files that end, before, while and after they are worked on.</summary>
public sealed class UnwantedTests : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    private readonly Workshop _shop = new();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task A_stopped_generation_is_not_begun_and_the_next_is()
    {
        var run = Workshop.Renditions(generation: 2);
        await _shop.Sources.Stop(run.FileId, run.Tenant, run.Step, 2, Workshop.Stop);
        (await _shop.Run(run)).ShouldBeNull();
        _shop.Reports.Said.ShouldBeEmpty();
        (await _shop.Run(run with { Generation = 3 })).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_stop_speaks_of_its_step_alone_and_an_older_one_takes_nothing_back()
    {
        var run = Workshop.Renditions(generation: 2);
        await _shop.Sources.Stop(run.FileId, run.Tenant, "inspect", 5, Workshop.Stop);
        await _shop.Sources.Stop(run.FileId, run.Tenant, run.Step, 2, Workshop.Stop);
        await _shop.Sources.Stop(run.FileId, run.Tenant, run.Step, 1, Workshop.Stop);
        (await _shop.Run(run)).ShouldBeNull();
        (await _shop.Run(run with { Generation = 3 })).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_stop_while_it_runs_ends_the_work_with_the_next_tick_and_keeps_what_may_be_anothers()
    {
        var run = Workshop.Renditions();
        var (running, at) = Endless(run);
        await at;
        await _shop.Sources.Stop(run.FileId, run.Tenant, run.Step, 1, Workshop.Stop);
        _shop.Time.Advance(Tick);
        (await running).ShouldBeNull();
        _shop.Reports.Said.ShouldBe(["started 1.1"]);
        (await _shop.Derived(run)).Keys.ShouldBe(["large"]);
    }

    [Fact]
    public async Task A_stopped_run_leaves_alone_what_a_later_generation_has_made_elsewhere()
    {
        var run = Workshop.Renditions();
        var (running, at) = Endless(run);
        await at;
        await _shop.Sources.Stop(run.FileId, run.Tenant, run.Step, 1, Workshop.Stop);
        var later = run with { Generation = 2 };
        (await _shop.Another().Run(later, _shop.Reports, (_, stop) => _shop.Make(later, stop), Workshop.Stop)).ShouldNotBeNull();
        _shop.Time.Advance(Tick);
        (await running).ShouldBeNull();
        (await _shop.Derived(run)).Keys.ShouldBe(["large", "manifest.json", "thumb"]);
    }

    [Fact]
    public async Task A_stop_just_before_the_manifest_keeps_it_from_being_written()
    {
        var run = Workshop.Renditions();
        _shop.Blobs.AfterWrite = key => key.EndsWith("thumb", StringComparison.Ordinal)
            ? _shop.Sources.Stop(run.FileId, run.Tenant, run.Step, 1, Workshop.Stop)
            : Task.CompletedTask;
        (await _shop.Run(run)).ShouldBeNull();
        (await _shop.Derived(run)).Keys.ShouldBe(["large", "thumb"]);
    }

    [Fact]
    public async Task A_file_that_ends_while_it_runs_ends_the_work_and_what_was_made_goes()
    {
        var run = Workshop.Renditions();
        var (running, at) = Endless(run);
        await at;
        await _shop.Sources.Forget(run.FileId, run.Tenant, Workshop.Stop);
        _shop.Time.Advance(Tick);
        (await running).ShouldBeNull();
        (await _shop.Derived(run)).ShouldBeEmpty();
        _shop.Reports.Said.ShouldBe(["started 1.1"]);
    }

    [Theory]
    [InlineData("thumb")]
    [InlineData("manifest.json")]
    public async Task A_file_that_ends_before_or_after_the_manifest_leaves_nothing(string after)
    {
        var run = Workshop.Renditions();
        _shop.Blobs.AfterWrite = key => key.EndsWith(after, StringComparison.Ordinal)
            ? _shop.Sources.Forget(run.FileId, run.Tenant, Workshop.Stop)
            : Task.CompletedTask;
        (await _shop.Run(run)).ShouldBeNull();
        (await _shop.Derived(run)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_ends_makes_no_failure_of_the_error_that_its_end_brings_about()
    {
        var run = Workshop.Renditions();
        (await _shop.Run(run, async (_, stop) =>
        {
            await _shop.Make(run, stop);
            await _shop.Sources.Forget(run.FileId, run.Tenant, stop);
            throw new FilesFaultException("file_not_found", "The original is gone.");
        })).ShouldBeNull();
        _shop.Reports.Said.ShouldBe(["started 1.1"]);
        (await _shop.Derived(run)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_begun_of_a_file_that_has_ended_even_one_never_heard_of()
    {
        var run = Workshop.Renditions();
        await _shop.Sources.Forget(run.FileId, run.Tenant, Workshop.Stop);
        (await _shop.Run(run)).ShouldBeNull();
        _shop.Reports.Said.ShouldBeEmpty();
        _shop.Blobs.Written.ShouldBeEmpty();
    }

    // Work that has made a part and then waits for its end.
    private (Task<Made?> Running, Task At) Endless(StepRun run)
    {
        var at = new TaskCompletionSource();
        var running = _shop.Run(run, async (_, ends) =>
        {
            await _shop.Write(run.Folder + "large", "some", ends);
            at.SetResult();
            await Task.Delay(Timeout.Infinite, ends);
            return new Made([]);
        });
        return (running, at.Task);
    }
}
