using Media.Blobs;
using Media.Documents;

namespace Media.Work.Tests;

/// <summary>What is said, and to whom, where a step does not work out.</summary>
public sealed class FailingTests : IAsyncDisposable
{
    private readonly Workshop _shop = new(("Media:Work:StepLimit", "00:01:00"));
    private readonly StepRun _run = Workshop.Renditions();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task The_files_fault_is_said_with_its_code_and_words()
    {
        (await _shop.Run(_run, (_, _) => throw new FilesFaultException("image_corrupt", "The file is damaged."))).ShouldBeNull();
        _shop.Reports.Said.ShouldBe(["started 1.1", "failed 1.1 image_corrupt by the file's fault: The file is damaged."]);
        (await _shop.Derived(_run)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bug_is_worth_another_try_and_its_text_is_not_told()
    {
        (await _shop.Run(_run, (_, _) => throw new InvalidOperationException("a secret of /the/folder"))).ShouldBeNull();
        _shop.Reports.Said[1].ShouldBe("failed 1.1 internal_error here: Something went wrong here, and not by the file's fault.");
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_is_a_bug()
    {
        (await _shop.Run(_run, (_, _) => throw new TaskCanceledException())).ShouldBeNull();
        _shop.Reports.Said[1].ShouldStartWith("failed 1.1 internal_error here");
    }

    [Fact]
    public async Task Past_its_limit_the_work_is_ended_and_worth_another_try()
    {
        var at = new TaskCompletionSource();
        var running = _shop.Run(_run, async (_, ends) =>
        {
            at.SetResult();
            await Task.Delay(Timeout.Infinite, ends);
            return new Made([]);
        });
        await at.Task;
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        (await running).ShouldBeNull();
        _shop.Reports.Said[^1].ShouldBe("failed 1.1 internal_error here: It took longer than a step may.");
    }

    [Fact]
    public async Task Work_that_hears_nobody_is_left_behind()
    {
        var at = new TaskCompletionSource();
        var never = new TaskCompletionSource<Made>();
        var running = _shop.Run(_run, (_, _) =>
        {
            at.SetResult();
            return never.Task;
        });
        await at.Task;
        _shop.Time.Advance(TimeSpan.FromSeconds(91));
        (await running).ShouldBeNull();
        _shop.Reports.Said[^1].ShouldBe("failed 1.1 internal_error here: It took longer than a step may.");
        (await _shop.Run(_run with { Attempt = 2 })).ShouldNotBeNull();
        never.SetResult(new Made([]));
    }

    [Fact]
    public async Task A_store_out_of_reach_is_no_failure_and_is_thrown_for_the_bus()
    {
        _shop.Blobs.BeforeRead = _ => throw new BlobsUnavailableException("down");
        await Should.ThrowAsync<BlobsUnavailableException>(() => _shop.Run(_run));
        _shop.Reports.Said.ShouldBeEmpty();

        _shop.Blobs.BeforeRead = _ => Task.CompletedTask;
        _shop.Blobs.BeforeWrite = key => key.EndsWith("manifest.json", StringComparison.Ordinal) ? throw new BlobsUnavailableException("down") : Task.CompletedTask;
        await Should.ThrowAsync<BlobsUnavailableException>(() => _shop.Run(_run));
        await Should.ThrowAsync<DocumentsUnavailableException>(() => _shop.Run(_run, (_, _) => throw new DocumentsUnavailableException("down")));
        _shop.Reports.Said.ShouldBe(["started 1.1", "started 1.1"]);

        _shop.Blobs.BeforeWrite = _ => Task.CompletedTask;
        (await _shop.Run(_run)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_stopping_process_says_nothing_whatever_the_work_throws()
    {
        using var shutdown = new CancellationTokenSource();
        var stopped = await Should.ThrowAsync<OperationCanceledException>(() => _shop.Run(
            _run,
            async (_, _) =>
            {
                await shutdown.CancelAsync();
                throw new FilesFaultException("image_corrupt", "The decoder was interrupted.");
            },
            shutdown.Token));
        stopped.CancellationToken.ShouldBe(shutdown.Token);
        _shop.Reports.Said.ShouldBe(["started 1.1"]);
    }

    [Fact]
    public async Task A_step_that_cannot_say_that_it_began_goes_on()
    {
        _shop.Reports.Broken = new InvalidOperationException("the bus is down");
        (await _shop.Run(_run)).ShouldNotBeNull();
    }
}
