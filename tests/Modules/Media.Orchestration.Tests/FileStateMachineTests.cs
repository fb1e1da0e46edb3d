using Media.Delivery.Contracts;
using Media.Orchestration.Contracts;
using Media.Orchestration.Control;
using Media.Orchestration.Track;
using Media.Processing.Contracts;
using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Vision.Contracts;

namespace Media.Orchestration.Tests;

public sealed class FileStateMachineTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_goes_through_all_its_steps_and_is_ready()
    {
        await using var bench = await SagaBench.Start();
        var stored = bench.Stored();
        await bench.Say(stored);
        await bench.Said.Next<FileTracked>();

        await Inspected(bench);
        await Rendered(bench);
        await Detected(bench);
        await Published(bench, 3);

        var file = await bench.Until(stored.FileId, f => f.Phase == FilePhase.Ready);
        file.Steps.ShouldAllBe(s => s.Phase == StepPhase.Done && s.Attempt == 1);
        (file.Width, file.Height).ShouldBe((640, 480));
        await Wait.Until(() => bench.Said.Of<FileStateChanged>().Any(c => c.State == "ready" && c.Labels.SequenceEqual(["cat"])), () => "told ready");
    }

    [Fact]
    public async Task What_is_no_picture_is_inspected_and_published()
    {
        await using var bench = await SagaBench.Start();
        var stored = bench.Stored("application/pdf");
        await bench.Say(stored);
        var command = await bench.Said.Next<InspectFile>();
        await bench.Say(new FileInspected(stored.FileId, "t1", command.Options, 1, 1, null));
        await Published(bench, 1);
        var file = await bench.Until(stored.FileId, f => f.Phase == FilePhase.Ready);
        file.Steps.Select(s => s.Name).ShouldBe([StepName.Inspect, StepName.Publish]);
        bench.Said.Of<MakeRenditions>().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_message_twice_is_one_transition()
    {
        await using var bench = await SagaBench.Start();
        var stored = bench.Stored();
        await Task.WhenAll(bench.Say(stored), bench.Say(stored), bench.Say(stored));
        var inspect = await bench.Said.Next<InspectFile>();
        var started = new StepStarted(stored.FileId, "t1", StepName.Inspect, 1, 1, "w");
        var inspected = new FileInspected(stored.FileId, "t1", inspect.Options, 1, 1, new PictureFacts(640, 480, 1, 1, false));
        await Task.WhenAll(bench.Say(started), bench.Say(started), bench.Say(inspected), bench.Say(inspected), bench.Say(inspected));
        await Rendered(bench);
        await Detected(bench);
        await Published(bench, 3);
        await bench.Until(stored.FileId, f => f.Phase == FilePhase.Ready);
        await Flushed(bench, stored.FileId);
        var transitions = bench.Events.All.Select(e => (e.Step, e.From, e.To, e.Generation, e.Attempt)).ToList();
        transitions.ShouldBe(transitions.Distinct(), ignoreOrder: true);
        bench.Said.Of<MakeRenditions>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_files_fault_ends_the_step_at_once_and_the_original_is_served_all_the_same()
    {
        await using var bench = await SagaBench.Start();
        var stored = bench.Stored();
        await bench.Say(stored);
        await bench.Said.Next<InspectFile>();
        await bench.Say(new StepFailed(stored.FileId, "t1", StepName.Inspect, 1, 1, "w", "image_corrupt", "It is cut short.", FilesFault: true));
        var file = await bench.Until(stored.FileId, f => f.Phase == FilePhase.Failed);
        file.Step(StepName.Inspect)!.Reason!.Code.ShouldBe("image_corrupt");
        file.Steps.Where(s => s.Name != StepName.Inspect).ShouldAllBe(s => s.Phase == StepPhase.Skipped);
        (file.FailedStep, file.ReasonCode).ShouldBe((StepName.Inspect, "image_corrupt"));
        (await bench.Said.Next<PublishFile>()).Renditions.ShouldBeNull();
    }

    [Fact]
    public async Task A_failure_that_is_not_the_files_is_tried_again_after_growing_waits_and_given_up_after_three()
    {
        await using var bench = await SagaBench.Start();
        var stored = bench.Stored();
        await bench.Say(stored);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var command = await bench.Said.Next<InspectFile>(attempt);
            command.Attempt.ShouldBe(attempt);
            await bench.Say(new StepFailed(stored.FileId, "t1", StepName.Inspect, 1, attempt, "w", "internal_error", "A bug.", FilesFault: false));
            var file = await bench.Until(stored.FileId, f => f.Step(StepName.Inspect)!.Failures == attempt);
            if (attempt < 3)
            {
                var wait = TimeSpan.FromSeconds(Math.Pow(4, attempt - 1));
                file.DueAt.ShouldBe(bench.Time.GetUtcNow() + wait);
                bench.Time.Advance(wait);
                await bench.Say(new FileDue(stored.FileId, null));
            }
        }

        var failed = await bench.Until(stored.FileId, f => f.Phase == FilePhase.Failed);
        failed.Step(StepName.Inspect)!.Attempts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Silence_past_the_lease_is_a_loss_and_the_next_command_says_how_many()
    {
        await using var bench = await SagaBench.Start();
        var stored = bench.Stored();
        await bench.Say(stored);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var command = await bench.Said.Next<InspectFile>(attempt);
            (command.Attempt, command.Losses).ShouldBe((attempt, attempt - 1));
            await bench.Say(new StepStarted(stored.FileId, "t1", StepName.Inspect, 1, attempt, "w"));
            await bench.Until(stored.FileId, f => f.Step(StepName.Inspect)!.Phase == StepPhase.Running);
            bench.Time.Advance(TimeSpan.FromSeconds(31));
            await bench.Say(new FileDue(stored.FileId, null));
        }

        (await bench.Said.Next<InspectFile>(4)).Losses.ShouldBe(3);
    }

    [Fact]
    public async Task Progress_renews_the_lease_and_stands_for_a_lost_start()
    {
        await using var bench = await SagaBench.Start();
        var stored = bench.Stored();
        await bench.Say(stored);
        await bench.Said.Next<InspectFile>();
        for (var i = 0; i < 5; i++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(20));
            await bench.Say(new StepProgressed(stored.FileId, "t1", StepName.Inspect, 1, 1, "w", 0.1 * i));
            var due = bench.Time.GetUtcNow() + TimeSpan.FromSeconds(30);
            await bench.Until(stored.FileId, f => f.Step(StepName.Inspect)!.DueAt == due);
            await bench.Say(new FileDue(stored.FileId, null));
        }

        var step = (await bench.Until(stored.FileId, f => f.Step(StepName.Inspect)!.Phase == StepPhase.Running)).Step(StepName.Inspect)!;
        (step.Attempt, step.Losses, step.Progress).ShouldBe((1, 0, 0.4));
    }

    [Fact]
    public async Task What_was_leased_before_the_only_process_started_is_lost_at_once()
    {
        await using var bench = await SagaBench.Start();
        var stored = bench.Stored();
        await bench.Say(stored);
        await bench.Said.Next<InspectFile>();
        await bench.Say(new StepStarted(stored.FileId, "t1", StepName.Inspect, 1, 1, "w"));
        await bench.Until(stored.FileId, f => f.Step(StepName.Inspect)!.Phase == StepPhase.Running);
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        await bench.Say(new FileDue(stored.FileId, VoidBefore: bench.Time.GetUtcNow()));
        (await bench.Said.Next<InspectFile>(2)).Losses.ShouldBe(1);
        await bench.Say(new StepStarted(stored.FileId, "t1", StepName.Inspect, 1, 2, "w"));
        await bench.Until(stored.FileId, f => f.Step(StepName.Inspect)!.Phase == StepPhase.Running);
        await bench.Say(new FileDue(stored.FileId, VoidBefore: bench.Time.GetUtcNow()));
        await bench.Say(new FileDue(stored.FileId, VoidBefore: bench.Time.GetUtcNow()));
        (await bench.Until(stored.FileId, f => f.Step(StepName.Inspect)!.Phase == StepPhase.Running)).Step(StepName.Inspect)!.Losses.ShouldBe(1);
    }

    [Fact]
    public async Task A_late_result_of_an_older_attempt_counts_and_late_failures_do_not()
    {
        await using var bench = await SagaBench.Start();
        var stored = bench.Stored();
        await bench.Say(stored);
        var first = await bench.Said.Next<InspectFile>();
        await bench.Say(new StepStarted(stored.FileId, "t1", StepName.Inspect, 1, 1, "w"));
        await bench.Until(stored.FileId, f => f.Step(StepName.Inspect)!.Phase == StepPhase.Running);
        bench.Time.Advance(TimeSpan.FromSeconds(31));
        await bench.Say(new FileDue(stored.FileId, null));
        await bench.Said.Next<InspectFile>(2);
        await bench.Say(new StepFailed(stored.FileId, "t1", StepName.Inspect, 1, 1, "w", "image_corrupt", "late", FilesFault: true));
        await bench.Say(new FileInspected(stored.FileId, "t1", first.Options, 1, 1, new PictureFacts(1, 1, 1, 1, false)));
        var file = await bench.Until(stored.FileId, f => f.Step(StepName.Inspect)!.IsFinal);
        file.Step(StepName.Inspect)!.Phase.ShouldBe(StepPhase.Done);
        file.Step(StepName.Inspect)!.Failures.ShouldBe(0);
    }

    [Fact]
    public async Task What_nobody_answers_is_said_again_and_is_no_attempt()
    {
        await using var bench = await SagaBench.Start();
        var stored = bench.Stored();
        await bench.Say(stored);
        await bench.Said.Next<InspectFile>();
        await bench.Said.Next<PublishFile>();
        bench.Time.Advance(TimeSpan.FromSeconds(61));
        await bench.Say(new FileDue(stored.FileId, null));
        (await bench.Said.Next<InspectFile>(2)).Attempt.ShouldBe(1);
        (await bench.Said.Next<PublishFile>(2)).Revision.ShouldBe(1);

        // What it was stored as goes without saying.
        bench.Said.Of<FileStateChanged>().ShouldBeEmpty();
        await Inspected(bench);
        await bench.Said.Next<FileStateChanged>();
        bench.Time.Advance(TimeSpan.FromSeconds(61));
        await bench.Say(new FileDue(stored.FileId, null));
        (await bench.Said.Next<FileStateChanged>(2)).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task A_worker_is_not_lost_and_nothing_is_said_again_while_what_they_said_may_be_unread()
    {
        await using var bench = await SagaBench.Start();
        var stored = bench.Stored();
        await bench.Say(stored);
        await bench.Said.Next<PublishFile>();
        await bench.Say(new StepStarted(stored.FileId, "t1", StepName.Inspect, 1, 1, "w"));
        await bench.Until(stored.FileId, f => f.Step(StepName.Inspect)!.Phase == StepPhase.Running);

        bench.Time.Advance(TimeSpan.FromSeconds(61));
        bench.Hearing.Hears("orchestration", bench.Time.GetUtcNow() - TimeSpan.FromSeconds(60));
        await bench.Say(new FileDue(stored.FileId, null));
        // Handled in their order: what comes behind tells that the look has been taken.
        await bench.Say(new FilePublished(stored.FileId, "t1", 0));
        await bench.Say(new FileChanged(stored.FileId, "t1", 2, "other.jpg", Trashed: false));
        var file = await bench.Until(stored.FileId, f => f.Heard == 2);
        (file.Step(StepName.Inspect)!.Phase, file.Step(StepName.Inspect)!.Losses).ShouldBe((StepPhase.Running, 0));
        bench.Said.Of<PublishFile>().Count(p => p.Revision == 1).ShouldBe(1);

        bench.Time.Advance(TimeSpan.FromSeconds(11));
        await bench.Say(new FileDue(stored.FileId, null));
        await bench.Until(stored.FileId, f => f.Step(StepName.Inspect)!.Losses == 1);
    }

    [Fact]
    public async Task A_purge_lets_everyone_go_first_and_leaves_a_tombstone_that_refuses_what_is_older()
    {
        await using var bench = await SagaBench.Start();
        var stored = bench.Stored();
        await bench.Say(stored);
        var inspect = await bench.Said.Next<InspectFile>();
        await bench.Say(new FilePurging(stored.FileId, "t1", 2));
        var withdraw = await bench.Said.Next<WithdrawFile>();
        await bench.Said.Next<ForgetFile>(2);
        bench.Said.Of<PurgeFile>().ShouldBeEmpty();
        await bench.Say(new FileInspected(stored.FileId, "t1", inspect.Options, 1, 1, null));
        await bench.Say(new FileWithdrawn(stored.FileId, "t1", withdraw.Revision));
        await bench.Say(new FileForgotten(stored.FileId, "t1", WorkerName.Processing, 2));
        await bench.Say(new FileForgotten(stored.FileId, "t1", WorkerName.Vision, 2));
        var purge = await bench.Said.Next<PurgeFile>();
        await bench.Say(new FilePurged(stored.FileId, "t1", purge.Revision));
        var tombstone = await bench.Until(stored.FileId, f => f.Phase == FilePhase.Purged);
        tombstone.Original.ShouldBeNull();
        tombstone.ListedAt.ShouldBeNull();

        await bench.Say(stored);
        await bench.Said.Next<FileTracked>(2);
        await bench.Say(new FilePurging(stored.FileId, "t1", 2));
        await bench.Said.Next<PurgeFile>(2);
        (await bench.Files.Get(stored.FileId.ToString(), Stop))!.Phase.ShouldBe(FilePhase.Purged);

        bench.Time.Advance(TimeSpan.FromDays(30) + TimeSpan.FromMinutes(1));
        await bench.Say(new FileDue(stored.FileId, null));
        await Wait.Until(async () => await bench.Files.Get(stored.FileId.ToString(), Stop) is null, () => "the tombstone goes");
    }

    [Fact]
    public async Task A_purge_may_be_the_first_that_is_heard_of_a_file()
    {
        await using var bench = await SagaBench.Start();
        var stored = bench.Stored();
        await bench.Say(new FilePurging(stored.FileId, "t1", 2));
        await bench.Said.Next<WithdrawFile>();
        await bench.Say(stored);
        await bench.Said.Next<FileTracked>();
        bench.Said.Of<InspectFile>().ShouldBeEmpty();
        (await bench.Files.Get(stored.FileId.ToString(), Stop))!.Phase.ShouldBe(FilePhase.Purging);
    }

    [Fact]
    public async Task Cancel_stops_what_runs_and_retry_begins_a_new_generation()
    {
        await using var bench = await SagaBench.Start();
        var stored = bench.Stored();
        await bench.Say(stored);
        await Inspected(bench);
        await bench.Said.Next<MakeRenditions>();
        await bench.Say(new CancelFile(stored.FileId));
        await bench.Until(stored.FileId, f => f.Phase == FilePhase.Cancelled);
        await bench.Said.Next<StopStep>(2);
        await bench.Say(new RetryStep(stored.FileId, StepName.Renditions));
        var again = await bench.Said.Next<MakeRenditions>(2);
        (again.Generation, again.Attempt).ShouldBe((2, 2));
        await bench.Until(stored.FileId, f => f.Phase == FilePhase.Processing);
    }

    [Fact]
    public async Task The_trash_and_a_new_name_reach_delivery_as_the_next_publication()
    {
        await using var bench = await SagaBench.Start();
        var stored = bench.Stored("text/plain");
        await bench.Say(stored);
        await bench.Said.Next<PublishFile>();
        await bench.Say(new FileChanged(stored.FileId, "t1", 3, "b.txt", Trashed: true));
        var published = await bench.Said.Next<PublishFile>(2);
        (published.Revision, published.Name, published.Trashed).ShouldBe((2, "b.txt", true));
        await bench.Say(new FileChanged(stored.FileId, "t1", 2, "old.txt", Trashed: false));
        (await bench.Said.Next<FileTracked>(3)).Revision.ShouldBe(3);
        bench.Said.Of<PublishFile>().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Switches_leave_steps_and_renditions_out()
    {
        await using var bench = await SagaBench.Start(new() { ["Media:Switches:Renditions"] = "thumb,small,large" });
        var stored = bench.Stored(switches: new Switches(Renditions: "thumb,medium", Detect: false));
        await bench.Say(stored);
        await Inspected(bench);
        (await bench.Said.Next<MakeRenditions>()).Renditions.Select(r => r.Name).ShouldBe(["thumb"]);
        var file = await bench.Until(stored.FileId, f => f.Step(StepName.Renditions)!.Phase == StepPhase.Requested);
        file.Step(StepName.Detect)!.Reason!.Code.ShouldBe("switched_off");
    }

    [Fact]
    public async Task A_step_that_is_not_essential_may_fail_and_the_file_is_ready()
    {
        await using var bench = await SagaBench.Start();
        var stored = bench.Stored();
        await bench.Say(stored);
        await Inspected(bench);
        await Rendered(bench);
        var detect = await bench.Said.Next<DetectObjects>();
        await bench.Say(new StepFailed(stored.FileId, "t1", StepName.Detect, 1, detect.Attempt, "w", "internal_error", "x", FilesFault: true));
        await Published(bench, 2);
        var file = await bench.Until(stored.FileId, f => f.Phase == FilePhase.Ready);
        (file.FailedStep, file.ReasonCode).ShouldBe((StepName.Detect, "internal_error"));
    }

    [Fact]
    public async Task A_store_out_of_reach_loses_no_message()
    {
        await using var bench = await SagaBench.Start(new() { ["Media:Bus:OutOfReachWait"] = "00:00:00.2" });
        var stored = bench.Stored();
        bench.Files.Down = true;
        await bench.Say(stored);
        await Wait.Until(() => bench.Files.Refusals > 1, () => "the handler runs again");
        bench.Said.Of<InspectFile>().ShouldBeEmpty();
        bench.Files.Down = false;
        await bench.Said.Next<InspectFile>();
    }

    [Fact]
    public async Task The_document_stays_under_32_KiB()
    {
        await using var bench = await SagaBench.Start(new() { ["Media:Steps:Failures"] = "100" });
        var stored = bench.Stored() with { Name = new string('ä', 255) };
        await bench.Say(stored);
        for (var attempt = 1; attempt <= 12; attempt++)
        {
            await bench.Said.Next<InspectFile>(attempt);
            await bench.Say(new StepFailed(stored.FileId, "t1", StepName.Inspect, 1, attempt, "host-with-a-long-name:12345:processing", "internal_error", new string('x', 300), false));
            await bench.Until(stored.FileId, f => f.Step(StepName.Inspect)!.Failures == attempt);
            bench.Time.Advance(TimeSpan.FromDays(365));
            await bench.Say(new FileDue(stored.FileId, null));
        }

        var file = (await bench.Files.Get(stored.FileId.ToString(), Stop))!;
        file.Step(StepName.Inspect)!.Attempts.Count.ShouldBe(5);
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(file).Length.ShouldBeLessThan(32 * 1024);
    }

    private static Task Inspected(SagaBench bench) => Answered<InspectFile>(bench);

    private static Task Rendered(SagaBench bench) => Answered<MakeRenditions>(bench);

    private static Task Detected(SagaBench bench) => Answered<DetectObjects>(bench);

    private static Task Published(SagaBench bench, int number) => Answered<PublishFile>(bench, number);

    private static async Task Answered<T>(SagaBench bench, int number = 1) where T : class =>
        await bench.Say(Others.Answer(await bench.Said.Next<T>(number))!);

    private static async Task Flushed(SagaBench bench, Guid file)
    {
        bench.Time.Advance(TimeSpan.FromSeconds(6));
        await bench.Say(new FileDue(file, null));
        await bench.Until(file, f => f.Events.Count == 0);
    }
}
