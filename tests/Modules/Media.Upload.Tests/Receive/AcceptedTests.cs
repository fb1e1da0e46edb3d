using System.Net;
using System.Security.Cryptography;
using Media.Upload.Contracts;
using Media.Upload.Files;
using Media.Upload.Tests.Sample;

namespace Media.Upload.Tests.Receive;

public sealed class AcceptedTests(UploadHost host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(UploadHost.MaxBytes)]
    public async Task A_body_is_stored_whole_under_its_digest(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        content[0] = 0;
        var (name, sha256) = (Sending.NewName("bin"), Convert.ToHexStringLower(SHA256.HashData(content)));

        var answer = await host.Client.Send(content, $"?name={name}");
        var file = await answer.ShouldBeFile(HttpStatusCode.Created);

        (file.Name, file.MediaType, file.Bytes, file.Sha256, file.State).ShouldBe((name, "application/octet-stream", length, sha256, "processing"));
        answer.Headers.Location!.ToString().ShouldBe($"/v1/files/{file.Id}");
        answer.Headers.GetValues("Repr-Digest").ShouldBe([$"sha-256=:{Convert.ToBase64String(SHA256.HashData(content))}:"]);
        answer.Headers.ETag.ShouldNotBeNull();
        var self = $"/v1/files/{file.Id}";
        file.Links.ShouldBe(new FileLinks(self, $"{self}/content", $"{self}/status", $"{self}/renditions", $"{self}/detections"));
        (await Stored(file.Id)).ShouldBe(content);
    }

    [Fact]
    public async Task A_chunked_body_without_a_length_is_stored()
    {
        var content = RandomNumberGenerator.GetBytes(100_000);
        content[0] = 0;

        var file = await (await host.Client.Send(content, headers: ("Transfer-Encoding", "chunked"))).ShouldBeFile(HttpStatusCode.Created);

        (await Stored(file.Id)).ShouldBe(content);
    }

    [Fact]
    public async Task What_is_accepted_is_said_with_all_that_others_need()
    {
        var content = Pictures.Png();

        var file = await (await host.Client.Send(content, "?name=a.png&preset=plain&detect=off&enhance=on&renditions=thumb,small", "image/png"))
            .ShouldBeFile(HttpStatusCode.Created);

        var said = await host.Next<FileStored>(s => s.FileId == file.Id);
        var kept = (await host.Find(file.Id))!;
        said.ShouldBe(new FileStored(
            file.Id, "default", 1, "a.png", "image/png", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), kept.Blob, "plain",
            new Switches("thumb,small", Detect: false, Transcode: null, Enhance: true), kept.CreatedAt));
        file.CreatedAt.ShouldBe(kept.CreatedAt, TimeSpan.FromMilliseconds(1));
        kept.Blob.ShouldStartWith($"originals/default/{file.Id}/");
    }

    [Theory]
    [InlineData("attachment; filename=\"from header.txt\"", "from header.txt")]
    [InlineData("attachment; filename=plain.txt", "plain.txt")]
    [InlineData("attachment; filename=\"old.txt\"; filename*=UTF-8''n%C3%A9w.txt", "néw.txt")]
    [InlineData("attachment; filename=\"../../etc/passwd\"", "passwd")]
    [InlineData("attachment", "upload")]
    [InlineData(";;;=", "upload")]
    public async Task A_header_names_the_file_where_the_address_does_not(string disposition, string name)
    {
        (await Named("", ("Content-Disposition", disposition))).ShouldBe(name);
        (await Named("?name=of+the+address", ("Content-Disposition", disposition))).ShouldBe("of the address");
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json")]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    public async Task The_bytes_tell_the_type_and_not_what_a_tool_puts_in_the_header(string? type)
    {
        var file = await (await host.Client.Send(Pictures.Png(), type: type)).ShouldBeFile(HttpStatusCode.Created);

        file.MediaType.ShouldBe("image/png");
    }

    [Fact]
    public async Task A_form_brings_its_file_and_the_options_before_it()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("renamed.png"), "name" },
            { new StringContent("plain"), "preset" },
            { new StringContent("off"), "transcode" },
            { new ByteArrayContent(Pictures.Png()), "file", "sent.png" },
        };

        var answer = await host.Client.PostAsync("/v1/files", form, Stop);
        var file = await answer.ShouldBeFile(HttpStatusCode.Created);

        (file.Name, file.MediaType).ShouldBe(("renamed.png", "image/png"));
        answer.Headers.Location!.ToString().ShouldBe($"/v1/files/{file.Id}");
        var said = await host.Next<FileStored>(s => s.FileId == file.Id);
        (said.Preset, said.Switches).ShouldBe(("plain", new Switches(Transcode: false)));
        (await Stored(file.Id)).ShouldBe(Pictures.Png());
    }

    [Fact]
    public async Task A_forms_file_is_named_by_its_part_and_the_address_has_the_last_word()
    {
        var parts = () => new MultipartFormDataContent { { new StringContent("a text"), "file", "of the part.txt" } };

        (await (await host.Client.PostAsync("/v1/files", parts(), Stop)).ShouldBeFile(HttpStatusCode.Created)).Name.ShouldBe("of the part.txt");
        (await (await host.Client.PostAsync("/v1/files?name=mine.txt", parts(), Stop)).ShouldBeFile(HttpStatusCode.Created)).Name.ShouldBe("mine.txt");
    }

    [Fact]
    public async Task A_declared_digest_that_is_right_is_taken_with_others_passed_over()
    {
        var content = "some text"u8.ToArray();
        var digest = $"sha-256=:{Convert.ToBase64String(SHA256.HashData(content))}:";

        await (await host.Client.Send(content, headers: ("Content-Digest", digest))).ShouldBeFile(HttpStatusCode.Created);
        await (await host.Client.Send(content, headers: ("Repr-Digest", $"md5=:AAAA:, {digest}"))).ShouldBeFile(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Many_at_once_are_each_stored_once()
    {
        var contents = Enumerable.Range(0, 40).Select(_ => RandomNumberGenerator.GetBytes(10_000)).ToList();

        var files = await Task.WhenAll(contents.Select(async c => await (await host.Client.Send(c)).ShouldBeFile(HttpStatusCode.Created)));

        files.Select(f => f.Id).ShouldBeUnique();
        files.Select(f => f.Sha256).ShouldBe(contents.Select(c => Convert.ToHexStringLower(SHA256.HashData(c))));
        foreach (var file in files)
        {
            await host.Next<FileStored>(s => s.FileId == file.Id);
        }
    }

    private async Task<string> Named(string query, params (string, string)[] headers) =>
        (await (await host.Client.Send("a text"u8.ToArray(), query, headers: headers)).ShouldBeFile(HttpStatusCode.Created)).Name;

    private async Task<byte[]> Stored(Guid id)
    {
        await using var blob = (await host.Blobs.Read((await host.Find(id))!.Blob, 0, null, Stop))!;
        using var bytes = new MemoryStream();
        await blob.Content.CopyToAsync(bytes, Stop);
        return bytes.ToArray();
    }
}
