using System.Net;
using Media.Upload.Contracts;
using Media.Upload.Files;
using Media.Upload.Tests.Sample;

namespace Media.Upload.Tests.Files;

public sealed class GetFileTests(UploadHost host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_stored_is_answered_as_it_was_then()
    {
        var stored = await host.Client.Store();

        var read = await (await host.Client.Get(stored.Id)).ShouldBeFile();

        // Milliseconds are all that either says.
        (read with { Labels = stored.Labels, Metadata = stored.Metadata }).ShouldBe(stored);
    }

    [Fact]
    public async Task An_answer_that_the_client_has_is_not_sent_again()
    {
        var file = await host.Client.Store();
        var etag = (await host.Client.Get(file.Id)).Headers.ETag!;

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/files/{file.Id}");
        request.Headers.IfNoneMatch.Add(etag);
        (await host.Client.SendAsync(request, Stop)).StatusCode.ShouldBe(HttpStatusCode.NotModified);

        await (await host.Client.Patch(file.Id, """{ "starred": true }""")).ShouldBeFile();
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/v1/files/{file.Id}");
        again.Headers.IfNoneMatch.Add(etag);
        (await (await host.Client.SendAsync(again, Stop)).ShouldBeFile()).Starred.ShouldBeTrue();
    }

    [Theory]
    [InlineData("11111111-2222-3333-4444-555555555555")]
    [InlineData("no-id")]
    [InlineData("..%2f..")]
    public async Task Of_what_is_not_there_nothing_is_said(string id)
    {
        var address = $"/v1/files/{id}";
        await (await host.Client.Ask(HttpMethod.Get, address)).ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
        await (await host.Client.Ask(HttpMethod.Patch, address, "{}")).ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
        await (await host.Client.Ask(HttpMethod.Delete, address)).ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
        await (await host.Client.Ask(HttpMethod.Post, $"{address}/restore")).ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
    }

    [Theory]
    [InlineData("other", nameof(FilePhase.Stored))]
    [InlineData("default", nameof(FilePhase.Receiving))]
    [InlineData("default", nameof(FilePhase.Abandoned))]
    [InlineData("default", nameof(FilePhase.Purging))]
    [InlineData("default", nameof(FilePhase.Purged))]
    public async Task What_another_tenant_has_or_is_not_a_file_yet_or_any_more_is_not_there_and_does_not_change(string tenant, string phase)
    {
        var file = Document(tenant, Enum.Parse<FilePhase>(phase));
        await host.Documents.Insert(file, Stop);

        await (await host.Client.Get(file.FileId)).ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
        await (await host.Client.Patch(file.FileId, """{ "name": "mine" }""")).ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
        await (await host.Client.Delete(file.FileId)).ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
        await (await host.Client.Delete(file.FileId, "?purge=true")).ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
        await (await host.Client.Restore(file.FileId)).ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");

        (await host.Find(file.FileId))!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Strangers_are_told_nothing()
    {
        var file = await host.Client.Store();

        await (await host.Stranger.Get(file.Id)).ShouldBeProblem(HttpStatusCode.Unauthorized, "key_missing");
        await (await host.Stranger.Patch(file.Id, "{}")).ShouldBeProblem(HttpStatusCode.Unauthorized, "key_missing");
        await (await host.Stranger.Delete(file.Id)).ShouldBeProblem(HttpStatusCode.Unauthorized, "key_missing");
        await (await host.Stranger.Ask(HttpMethod.Get, "/v1/files")).ShouldBeProblem(HttpStatusCode.Unauthorized, "key_missing");
    }

    /// <summary>A document on which nothing is due.</summary>
    private static FileDocument Document(string tenant, FilePhase phase)
    {
        var id = Guid.CreateVersion7();
        return new FileDocument
        {
            Id = $"{id}",
            Tenant = tenant,
            Phase = phase,
            Blob = $"originals/{tenant}/{id}/{Guid.NewGuid():n}",
            Name = "theirs",
            MediaType = "text/plain",
            Bytes = 1,
            Sha256 = new string('0', 64),
            Preset = "default",
            Switches = new Switches(),
            CreatedAt = DateTimeOffset.UtcNow,
        }.Settled();
    }
}
