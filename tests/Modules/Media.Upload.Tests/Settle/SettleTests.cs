using Media.Orchestration.Contracts;
using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Upload.Files;
using Media.Upload.Tests.Sample;

namespace Media.Upload.Tests.Settle;

/// <summary>What Upload makes of answers and news, which come twice, late and in any order.</summary>
public sealed class SettleTests(UploadHost host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stored_file_is_said_until_the_saga_answers_and_then_no_more()
    {
        var file = await host.Client.Store();
        await Wait.Until(() => Told(file.Id).Count >= 3);

        await host.Emit(new FileTracked(file.Id, "default", 1), Stop);
        await Wait.Until(async () => (await host.Find(file.Id))!.DueAt is null);

        var said = Told(file.Id).Count;
        await Task.Delay(TimeSpan.FromSeconds(1.5), Stop);
        Told(file.Id).Count.ShouldBe(said);
        Told(file.Id).ShouldAllBe(s => s.Revision == 1);
    }

    [Fact]
    public async Task An_answer_to_less_than_is_owed_leaves_the_rest_owed()
    {
        var file = await host.Client.Store();
        await host.Client.Delete(file.Id);
        await host.Next<FileChanged>(c => c.FileId == file.Id && c.Revision == 2);

        await host.Emit(new FileTracked(file.Id, "default", 1), Stop);
        await Wait.Until(async () => (await host.Find(file.Id))!.Owes.Slots.Count == 1);
        var again = host.Said<FileChanged>().Count(c => c.FileId == file.Id);
        await Wait.Until(() => host.Said<FileChanged>().Count(c => c.FileId == file.Id) > again);

        await host.Emit(new FileTracked(file.Id, "default", 2), Stop);
        await Wait.Until(async () => (await host.Find(file.Id))!.DueAt is null);
        (await host.Find(file.Id))!.Owes.Slots.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_state_is_kept_and_answered_and_an_older_or_the_same_one_is_answered_only()
    {
        var file = await host.Client.Store();
        await host.Emit(State(file.Id, 5, "ready", "cat"), Stop);
        await host.Next<FileListed>(l => l == new FileListed(file.Id, "default", 5));
        var kept = (await host.Find(file.Id))!;

        await host.Emit(State(file.Id, 4, "processing"), Stop);
        await host.Emit(State(file.Id, 5, "failed"), Stop);
        await host.Next<FileListed>(l => l == new FileListed(file.Id, "default", 4));
        await Wait.Until(() => host.Said<FileListed>().Count(l => l.FileId == file.Id && l.Revision == 5) == 2);

        var shown = (await host.Find(file.Id))!;
        (shown.State, shown.Width, shown.Edition).ShouldBe(("ready", 640, kept.Edition));
        shown.Labels.ShouldBe(["cat"]);
        (await host.Client.Page("?state=ready&limit=500")).Items.ShouldContain(f => f.Id == file.Id);
    }

    [Fact]
    public async Task Of_many_states_at_once_the_highest_stays_and_each_is_answered()
    {
        var file = await host.Client.Store();
        int[] revisions = [.. Enumerable.Range(1, 30)];
        Random.Shared.Shuffle(revisions);

        await Task.WhenAll(revisions.Select(r => host.Emit(State(file.Id, r, r == 30 ? "ready" : "processing"), Stop)));

        await Wait.Until(() => host.Said<FileListed>().Count(l => l.FileId == file.Id) == 30);
        var shown = (await host.Find(file.Id))!;
        (shown.Heard, shown.State).ShouldBe((30, "ready"));
    }

    [Fact]
    public async Task News_of_what_is_purged_or_was_never_heard_of_is_answered_and_changes_nothing()
    {
        var file = await host.Client.Store();
        await host.Client.Delete(file.Id, "?purge=true");
        var never = Guid.CreateVersion7();

        await host.Emit(State(file.Id, 9, "ready"), Stop);
        await host.Emit(State(never, 9, "ready"), Stop);

        await host.Next<FileListed>(l => l == new FileListed(file.Id, "default", 9));
        await host.Next<FileListed>(l => l == new FileListed(never, "default", 9));
        (await host.Find(file.Id))!.Heard.ShouldBe(0);
        (await host.Find(never)).ShouldBeNull();
    }

    [Fact]
    public async Task Who_asks_after_a_file_is_told_of_it_unless_it_is_anothers_or_ended()
    {
        var file = await host.Client.Store();
        await host.Emit(new FileTracked(file.Id, "default", 1), Stop);
        await Wait.Until(async () => (await host.Find(file.Id))!.DueAt is null);
        var said = Told(file.Id).Count;

        await host.Emit(new TellFile(file.Id, "other"), Stop);
        await host.Emit(new TellFile(Guid.CreateVersion7(), "default"), Stop);
        await host.Emit(new TellFile(file.Id, "default"), Stop);
        await Wait.Until(() => Told(file.Id).Count > said);
        Told(file.Id).Count.ShouldBe(said + 1);
        (await host.Find(file.Id))!.DueAt.ShouldBeNull("who asks is told once, and owed nothing");

        await host.Client.Delete(file.Id, "?purge=true");
        await host.Emit(new TellFile(file.Id, "default"), Stop);
        await host.Emit(new PurgeFile(file.Id, "default", 3), Stop);
        await host.Next<FilePurged>(p => p.FileId == file.Id);
        Told(file.Id).Count.ShouldBe(said + 1);
    }

    [Fact]
    public async Task A_purge_that_is_asked_for_again_is_answered_by_the_tombstone()
    {
        var file = await host.Client.Store();
        await host.Client.Delete(file.Id, "?purge=true");
        await host.Emit(new PurgeFile(file.Id, "default", 2), Stop);
        await host.Emit(new PurgeFile(file.Id, "default", 2), Stop);
        await Wait.Until(() => host.Said<FilePurged>().Count(p => p.FileId == file.Id) == 2);
        var tombstone = (await host.Find(file.Id))!;
        (tombstone.Phase, tombstone.Name, tombstone.Sha256).ShouldBe((FilePhase.Purged, "", null));
        tombstone.Owes.Slots.ShouldBeEmpty();
    }

    private static FileStateChanged State(Guid file, long revision, string state, params string[] labels) =>
        new(file, "default", revision, state, 640, 480, null, labels);

    private IReadOnlyList<FileStored> Told(Guid file) => [.. host.Said<FileStored>().Where(s => s.FileId == file)];
}
