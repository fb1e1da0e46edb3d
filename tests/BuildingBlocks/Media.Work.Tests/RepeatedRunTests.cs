namespace Media.Work.Tests;

/// <summary>The same step asked for more than once: at once, later, after a worker died.</summary>
public sealed class RepeatedRunTests : IAsyncDisposable
{
    private readonly Workshop _shop = new();
    private int _times;

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task The_manifest_is_written_after_all_that_it_lists()
    {
        var run = Workshop.Renditions();
        (await _shop.Run(run)).ShouldNotBeNull().Names.ShouldBe(["large", "thumb"]);
        _shop.Blobs.Written.ShouldBe([run.Folder + "large", run.Folder + "thumb", run.Manifest]);
        _shop.Reports.Said.ShouldBe(["started 1.1"]);
        _shop.Reports.Worker.ShouldBe($"{Environment.MachineName}:{Environment.ProcessId}:processing");
    }

    [Fact]
    public async Task Asked_again_later_it_answers_from_the_manifest_and_does_nothing()
    {
        var run = Workshop.Renditions();
        await _shop.Run(run, Counted(run));
        var first = await _shop.Derived(run);
        var again = run with { Attempt = 2, Generation = 2 };
        (await _shop.Run(again, Counted(again))).ShouldNotBeNull().Names.ShouldBe(["large", "thumb"]);
        _times.ShouldBe(1);
        (await _shop.Derived(run)).ShouldBe(first);
        _shop.Reports.Said.ShouldBe(["started 1.1"]);
    }

    [Fact]
    public async Task Asked_twice_at_once_it_is_done_once_and_answered_once()
    {
        var run = Workshop.Renditions();
        var go = new TaskCompletionSource();
        var first = _shop.Run(run, async (_, stop) =>
        {
            await go.Task;
            return await Counted(run)(new StepWork(0), stop);
        });
        var twins = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _shop.Run(run, Counted(run))));
        twins.ShouldAllBe(t => t == null);
        go.SetResult();
        (await first).ShouldNotBeNull();
        _times.ShouldBe(1);
    }

    [Fact]
    public async Task A_later_attempt_waits_for_the_earlier_and_answers_from_what_it_made()
    {
        var run = Workshop.Renditions();
        var go = new TaskCompletionSource();
        var first = _shop.Run(run, async (_, stop) =>
        {
            await go.Task;
            return await Counted(run)(new StepWork(0), stop);
        });
        var second = _shop.Run(run with { Attempt = 2 }, Counted(run));
        var older = await _shop.Run(run with { Generation = 0, Attempt = 9 }, Counted(run));
        older.ShouldBeNull();
        second.IsCompleted.ShouldBeFalse();
        go.SetResult();
        (await first).ShouldNotBeNull();
        (await second).ShouldNotBeNull();
        _times.ShouldBe(1);
    }

    [Fact]
    public async Task A_later_attempt_does_it_itself_where_the_earlier_failed()
    {
        var run = Workshop.Renditions();
        var go = new TaskCompletionSource();
        var first = _shop.Run(run, async (_, _) =>
        {
            await go.Task;
            throw new InvalidOperationException("for a test");
        });
        var second = _shop.Run(run with { Attempt = 2 }, Counted(run));
        go.SetResult();
        (await first).ShouldBeNull();
        (await second).ShouldNotBeNull();
        _times.ShouldBe(1);
    }

    [Fact]
    public async Task Two_processes_at_once_write_the_same()
    {
        var run = Workshop.Renditions();
        var both = await Task.WhenAll(_shop.Run(run), _shop.Another().Run(run, _shop.Reports, (_, stop) => _shop.Make(run, stop), Workshop.Stop));
        both.ShouldAllBe(m => m != null);
        (await _shop.Derived(run)).Keys.ShouldBe(["large", "manifest.json", "thumb"]);
    }

    [Fact]
    public async Task Other_recipes_of_one_file_do_not_wait_for_each_other()
    {
        var run = Workshop.Renditions();
        var go = new TaskCompletionSource();
        var first = _shop.Run(run, async (_, stop) =>
        {
            await go.Task;
            return await _shop.Make(run, stop);
        });
        var other = run with { Generation = 2, Recipe = "renditions-2" };
        (await _shop.Run(other)).ShouldNotBeNull();
        go.SetResult();
        (await first).ShouldNotBeNull();
        (await _shop.Derived(run)).ShouldBe(await _shop.Derived(other));
    }

    [Fact]
    public async Task A_worker_that_ends_half_way_leaves_no_manifest_and_the_next_makes_the_same_bytes()
    {
        var run = Workshop.Renditions();
        using var shutdown = new CancellationTokenSource();
        _shop.Blobs.AfterWrite = key => key.EndsWith("large", StringComparison.Ordinal) ? shutdown.CancelAsync() : Task.CompletedTask;
        var ended = await Should.ThrowAsync<OperationCanceledException>(() => _shop.Run(run, stop: shutdown.Token));
        ended.CancellationToken.ShouldBe(shutdown.Token, "the bus takes it for a refused message otherwise");
        (await _shop.Derived(run)).Keys.ShouldBe(["large"]);
        _shop.Reports.Said.ShouldBe(["started 1.1"]);

        (await _shop.Run(run with { Attempt = 2 })).ShouldNotBeNull();
        var again = await _shop.Derived(run);

        var elsewhere = Workshop.Renditions();
        await _shop.Run(elsewhere);
        again.ShouldBe(await _shop.Derived(elsewhere));
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_read_is_made_again()
    {
        var run = Workshop.Renditions();
        await _shop.Write(run.Manifest, "{ \"names\": [", Workshop.Stop);
        (await _shop.Run(run)).ShouldNotBeNull();
        (await _shop.Derived(run))["manifest.json"].ShouldBe("""{"names":["large","thumb"]}""");
    }

    [Fact]
    public void A_recipe_is_the_same_for_the_same_parts_and_no_other()
    {
        var recipe = Recipes.Of("renditions", "options", "1");
        recipe.ShouldBe(Recipes.Of("renditions", "options", "1"));
        recipe.ShouldMatch("^renditions-[0-9a-f]{20}$");
        string[] others = [Recipes.Of("renditions", "options", "2"), Recipes.Of("renditions", "options1"), Recipes.Of("renditions", "1", "options")];
        others.ShouldNotContain(recipe);
    }

    private Func<StepWork, CancellationToken, Task<Made>> Counted(StepRun run) => (_, stop) =>
    {
        Interlocked.Increment(ref _times);
        return _shop.Make(run, stop);
    };
}
