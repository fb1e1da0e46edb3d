using System.Net;
using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Upload.Files;
using Media.Upload.Tests.Sample;

namespace Media.Upload.Tests.Files;

public sealed class TrashTests(UploadHost host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_goes_to_the_trash_and_comes_back()
    {
        var file = await host.Client.Store();

        (await host.Client.Delete(file.Id)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await (await host.Client.Get(file.Id)).ShouldBeFile()).TrashedAt.ShouldNotBeNull();
        await host.Next<FileChanged>(c => c == new FileChanged(file.Id, "default", 2, file.Name, Trashed: true));
        (await Listed("?trashed=true")).ShouldContain(file.Id);
        (await Listed("")).ShouldNotContain(file.Id);

        (await (await host.Client.Restore(file.Id)).ShouldBeFile()).TrashedAt.ShouldBeNull();
        await host.Next<FileChanged>(c => c == new FileChanged(file.Id, "default", 3, file.Name, Trashed: false));
        (await Listed("?trashed=true")).ShouldNotContain(file.Id);
        (await Listed("")).ShouldContain(file.Id);
    }

    [Fact]
    public async Task Twice_is_as_once()
    {
        var file = await host.Client.Store();

        (await host.Client.Delete(file.Id)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var trashed = await (await host.Client.Get(file.Id)).ShouldBeFile();
        (await host.Client.Delete(file.Id)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await (await host.Client.Get(file.Id)).ShouldBeFile()).TrashedAt.ShouldBe(trashed.TrashedAt);
        await (await host.Client.Restore(file.Id)).ShouldBeFile();
        await (await host.Client.Restore(file.Id)).ShouldBeFile();

        (await host.Find(file.Id))!.Told.ShouldBe(3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_purged_file_is_gone_for_clients_at_once(bool trashedFirst)
    {
        var file = await host.Client.Store();
        if (trashedFirst)
        {
            (await host.Client.Delete(file.Id)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        (await host.Client.Delete(file.Id, "?purge=true")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await (await host.Client.Get(file.Id)).ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
        await (await host.Client.Restore(file.Id)).ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
        await (await host.Client.Delete(file.Id, "?purge=true")).ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
        (await Listed("")).ShouldNotContain(file.Id);
        (await Listed("?trashed=true")).ShouldNotContain(file.Id);
    }

    [Fact]
    public async Task A_purge_is_said_until_everybody_else_has_let_go_and_then_the_bytes_go()
    {
        var file = await host.Client.Store();
        var blob = (await host.Find(file.Id))!.Blob;
        var derived = $"derived/default/{file.Id}/recipe/thumb.webp";
        await host.Blobs.Write(derived, new MemoryStream([1]), 1, Stop);

        (await host.Client.Delete(file.Id, "?purge=true")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await Wait.Until(() => host.Said<FilePurging>().Count(p => p.FileId == file.Id) >= 2);
        (await host.Blobs.Stat(blob, Stop)).ShouldNotBeNull();

        await host.Emit(new PurgeFile(file.Id, "default", 9), Stop);
        await host.Next<FilePurged>(p => p == new FilePurged(file.Id, "default", 9));

        (await host.Blobs.Stat(blob, Stop)).ShouldBeNull();
        (await host.Blobs.Stat(derived, Stop)).ShouldBeNull();
        var tombstone = (await host.Find(file.Id))!;
        (tombstone.Phase, tombstone.Name, tombstone.Sha256, tombstone.Owes.Slots.Count).ShouldBe((FilePhase.Purged, "", null, 0));
        await (await host.Client.Get(file.Id)).ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
        (await Listed("?trashed=true")).ShouldNotContain(file.Id);
    }

    [Fact]
    public async Task Of_many_purges_at_once_one_finds_the_file()
    {
        var file = await host.Client.Store();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.Client.Delete(file.Id, "?purge=true")));

        answers.Count(a => a.StatusCode == HttpStatusCode.NoContent).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.NotFound).ShouldBe(9);
        (await host.Find(file.Id))!.Told.ShouldBe(2);
    }

    [Theory]
    [InlineData("?purge=yes", "option_out_of_range")]
    [InlineData("?purged=true", "option_unknown")]
    public async Task Options_that_cannot_be_are_refused_and_the_file_stays(string query, string code)
    {
        var file = await host.Client.Store();

        await (await host.Client.Delete(file.Id, query)).ShouldBeProblem(HttpStatusCode.BadRequest, code);

        (await (await host.Client.Get(file.Id)).ShouldBeFile()).TrashedAt.ShouldBeNull();
    }

    private async Task<IReadOnlyList<Guid>> Listed(string query) => [.. (await host.Client.Everything(query)).Select(f => f.Id)];
}
