using System.Net;
using System.Text.Json;
using Media.Orchestration.Contracts;
using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Upload.Tests.Sample;

namespace Media.Upload.Tests.Files;

public sealed class PatchFileTests(UploadHost host)
{
    [Fact]
    public async Task A_new_name_is_kept_and_told()
    {
        var file = await host.Client.Store();

        var answer = await host.Client.Patch(file.Id, """{ "name": "new.txt" }""");
        var renamed = await answer.ShouldBeFile();

        renamed.Name.ShouldBe("new.txt");
        renamed.UpdatedAt.ShouldBeGreaterThanOrEqualTo(file.UpdatedAt);
        (await (await host.Client.Get(file.Id)).ShouldBeFile()).Name.ShouldBe("new.txt");
        await host.Next<FileChanged>(c => c == new FileChanged(file.Id, "default", 2, "new.txt", Trashed: false));
    }

    [Fact]
    public async Task A_star_and_metadata_are_kept_and_nobody_is_told()
    {
        var file = await host.Client.Store();

        await (await host.Client.Patch(file.Id, """{ "starred": true, "metadata": { "a": "1", "b": "" } }""")).ShouldBeFile();
        var changed = await (await host.Client.Patch(file.Id, """{ "metadata": { "c": "\u0000\ud83c\udfac" } }""")).ShouldBeFile();

        (changed.Starred, changed.Name).ShouldBe((true, file.Name));
        changed.Metadata.ShouldBe(new Dictionary<string, string> { ["c"] = "\0\U0001F3AC" });
        (await host.Find(file.Id))!.Told.ShouldBe(1);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "name": null, "starred": null, "metadata": null }""")]
    [InlineData("""{ "name": "same.txt", "starred": false, "metadata": {} }""")]
    public async Task What_changes_nothing_writes_nothing(string json)
    {
        var file = await host.Client.Store("same.txt");
        var etag = (await host.Client.Get(file.Id)).Headers.ETag;

        var answer = await host.Client.Patch(file.Id, json);

        (await answer.ShouldBeFile()).UpdatedAt.ShouldBe(file.UpdatedAt);
        answer.Headers.ETag.ShouldBe(etag);
    }

    [Theory]
    [InlineData("""{ "name": "" }""", "option_out_of_range")]
    [InlineData("""{ "name": ".." }""", "option_out_of_range")]
    [InlineData("""{ "name": "\u0000\u202e" }""", "option_out_of_range")]
    [InlineData("""{ "name": "a/" }""", "option_out_of_range")]
    [InlineData("""{ "name": 7 }""", "option_out_of_range", "body_invalid")]
    [InlineData("""{ "name": "\ud800" }""", "option_out_of_range", "body_invalid")]
    [InlineData("""{ "name": "a", "name": "b" }""", "option_out_of_range", "body_invalid")]
    [InlineData("""{ "Name": "a" }""", "option_unknown")]
    [InlineData("""{ "state": "ready" }""", "option_unknown")]
    [InlineData("""{ "starred": "yes" }""", "option_out_of_range", "body_invalid")]
    [InlineData("""{ "metadata": { "": "x" } }""", "option_out_of_range")]
    [InlineData("""{ "metadata": { "a": null } }""", "option_out_of_range", "body_invalid")]
    [InlineData("""{ "metadata": { "a": 1 } }""", "option_out_of_range", "body_invalid")]
    [InlineData("""{ "metadata": { "a": "\ud800" } }""", "option_out_of_range", "body_invalid")]
    [InlineData("""{ "metadata": ["a"] }""", "option_out_of_range", "body_invalid")]
    [InlineData("null", "body_invalid")]
    [InlineData("[]", "body_invalid", "option_out_of_range")]
    [InlineData("{ \"name\": ", "body_invalid")]
    [InlineData("", "body_invalid")]
    public async Task What_cannot_be_is_refused_and_changes_nothing(string json, params string[] codes)
    {
        var file = await host.Client.Store();

        var answer = await host.Client.Patch(file.Id, json);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        codes.ShouldContain(problem.GetProperty("code").GetString());
        (await (await host.Client.Get(file.Id)).ShouldBeFile()).UpdatedAt.ShouldBe(file.UpdatedAt);
    }

    [Fact]
    public async Task Metadata_has_its_bounds()
    {
        var file = await host.Client.Store();
        static string Metadata(int entries, int key, int value) => JsonSerializer.Serialize(
            new { metadata = Enumerable.Range(0, entries).ToDictionary(i => $"{i}".PadLeft(key, 'k'), _ => new string('v', value)) });

        await (await host.Client.Patch(file.Id, Metadata(64, 100, 28))).ShouldBeFile();
        await (await host.Client.Patch(file.Id, Metadata(65, 2, 1))).ShouldBeProblem(HttpStatusCode.BadRequest, "option_out_of_range");
        await (await host.Client.Patch(file.Id, Metadata(1, 101, 1))).ShouldBeProblem(HttpStatusCode.BadRequest, "option_out_of_range");
        await (await host.Client.Patch(file.Id, Metadata(64, 100, 29))).ShouldBeProblem(HttpStatusCode.BadRequest, "option_out_of_range");
    }

    [Fact]
    public async Task A_change_is_made_on_what_the_client_has_seen_and_on_nothing_else()
    {
        var file = await host.Client.Store();
        var etag = $"{(await host.Client.Get(file.Id)).Headers.ETag}";

        var changed = await host.Client.Patch(file.Id, """{ "starred": true }""", etag);
        await changed.ShouldBeFile();

        foreach (var stale in new[] { etag, "\"999\"", "W/" + changed.Headers.ETag, "rubbish" })
        {
            await (await host.Client.Patch(file.Id, """{ "starred": false }""", stale)).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
            await (await host.Client.Delete(file.Id, ifMatch: stale)).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
            await (await host.Client.Delete(file.Id, "?purge=true", stale)).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
            await (await host.Client.Restore(file.Id, stale)).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        }

        await (await host.Client.Patch(file.Id, """{ "starred": false }""", "*")).ShouldBeFile();
    }

    [Fact]
    public async Task What_only_the_modules_say_to_each_other_is_no_change_to_a_client()
    {
        var stored = await host.Client.Send("some text"u8.ToArray());
        var file = await stored.ShouldBeFile(HttpStatusCode.Created);
        await host.Emit(new FileTracked(file.Id, "default", 1), TestContext.Current.CancellationToken);
        await Wait.Until(async () => (await host.Find(file.Id))!.Owes.Slots.Count == 0);

        await (await host.Client.Patch(file.Id, """{ "name": "a" }""", $"{stored.Headers.ETag}")).ShouldBeFile();
    }

    [Fact]
    public async Task Of_many_who_change_the_same_each_is_kept()
    {
        var file = await host.Client.Store();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => await (await host.Client.Patch(file.Id, $$"""{ "name": "{{i}}.txt" }""")).ShouldBeFile()));

        var last = (await host.Find(file.Id))!;
        last.Told.ShouldBe(21);
        await host.Next<FileChanged>(c => c.FileId == file.Id && c.Revision == 21 && c.Name == last.Name);
    }

    [Fact]
    public async Task Of_many_on_one_version_one_is_kept()
    {
        var file = await host.Client.Store();
        var etag = $"{(await host.Client.Get(file.Id)).Headers.ETag}";

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => host.Client.Patch(file.Id, $$"""{ "name": "{{i}}.txt" }""", etag)));

        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.PreconditionFailed).ShouldBe(19);
    }
}
