using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Vision.Ask;
using Media.Vision.Contracts;
using Media.Vision.Detect;
using Media.Vision.Tests.Sample;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Vision.Tests.Ask;

[Collection("host")]
public sealed class PostDetectionsTests(VisionHost host)
{
    private static readonly byte[] Cat = File.ReadAllBytes(Places.Cat);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pictures_objects_are_answered_with_boxes_in_pixels_and_relative()
    {
        var seen = await Seen(await Post(Cat));

        seen.Model.ShouldBe("deimv2-femto");
        (seen.Width, seen.Height).ShouldBe((451, 300));
        var cat = seen.Detections.ShouldHaveSingleItem();
        (cat.Label, cat.Category).ShouldBe(("cat", "animal"));
        cat.RelativeBox.Width.ShouldBe(cat.Box.Width / 451, 1e-4);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/octet-stream")]
    [InlineData("image/png")]
    [InlineData(null)]
    public async Task The_bytes_tell_what_the_picture_is_and_not_its_type(string? type) => (await Seen(await Post(Cat, type: type))).Detections.Count.ShouldBe(1);

    [Fact]
    public async Task What_is_asked_for_is_chosen_from_what_was_seen()
    {
        var all = (await Seen(await Post(Cat, "?minConfidence=0.05"))).Detections;
        all.Count.ShouldBeGreaterThan(2);

        (await Seen(await Post(Cat, "?minConfidence=0.05&limit=2"))).Detections.ShouldBe(all.Take(2));
        var other = all.First(d => d.Label != "cat").Label;
        (await Seen(await Post(Cat, $"?minConfidence=0.05&labels={Uri.EscapeDataString(other)}"))).Detections.ShouldBe(all.Where(d => d.Label == other));
        (await Seen(await Post(Cat, "?minConfidence=0.05&labels=cat,dog&labels=bear"))).Detections.ShouldBe(all.Where(d => d.Label is "cat" or "dog" or "bear"));
        (await Seen(await Post(Cat, "?labels=stop%20sign"))).Detections.ShouldBeEmpty();
        (await Seen(await Post(Cat, "?minConfidence=1"))).Detections.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("?minConfidence=1.1", HttpStatusCode.BadRequest, "option_out_of_range", "minConfidence")]
    [InlineData("?minConfidence=NaN", HttpStatusCode.BadRequest, "option_out_of_range", "minConfidence")]
    [InlineData("?minConfidence=much", HttpStatusCode.BadRequest, "option_out_of_range", "minConfidence")]
    [InlineData("?limit=0", HttpStatusCode.BadRequest, "option_out_of_range", "limit")]
    [InlineData("?limit=301", HttpStatusCode.BadRequest, "option_out_of_range", "limit")]
    [InlineData("?labels=cat,unicorn", HttpStatusCode.BadRequest, "option_out_of_range", "unicorn")]
    [InlineData("?confidence=1", HttpStatusCode.BadRequest, "option_unknown", "confidence")]
    [InlineData("?model=nobody", HttpStatusCode.NotFound, "model_unknown", "deimv2-femto")]
    [InlineData("?model=deimv2-atto", HttpStatusCode.ServiceUnavailable, "model_missing", "media models pull deimv2-atto")]
    public async Task Options_that_cannot_be_are_refused_by_name(string query, HttpStatusCode status, string code, string names) =>
        (await Refused(await Post(Cat, query), status, code)).ShouldContain(names);

    [Fact]
    public async Task What_is_no_picture_is_refused_with_its_reason()
    {
        await Refused(await Post([]), HttpStatusCode.BadRequest, "file_empty");
        await Refused(await Post([.. "this is no picture"u8]), HttpStatusCode.UnprocessableEntity, "image_type_unsupported");
        await Refused(await Post(Cat[..(Cat.Length / 2)]), HttpStatusCode.UnprocessableEntity, "image_corrupt");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Cat), "file", "cat.jpg" } };
        await Refused(await host.Client.PostAsync("/v1/detections", form, Stop), HttpStatusCode.UnsupportedMediaType, "body_type_unknown");
    }

    [Fact]
    public async Task A_picture_that_is_too_long_is_refused_whether_or_not_its_length_is_told()
    {
        var large = new byte[VisionHost.MaxBytes + 1];
        Cat.CopyTo(large, 0);

        await Refused(await Post(large), HttpStatusCode.RequestEntityTooLarge, "file_too_large");

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/detections") { Content = new StreamContent(new Untold(large)) };
        request.Headers.TransferEncodingChunked = true;
        await Refused(await host.Client.SendAsync(request, Stop), HttpStatusCode.RequestEntityTooLarge, "file_too_large");
        ShouldHaveLeftNothing();
    }

    [Fact]
    public async Task A_declared_digest_is_checked()
    {
        (await Seen(await Post(Cat, digest: SHA256.HashData(Cat)))).Detections.Count.ShouldBe(1);
        await Refused(await Post(Cat, digest: SHA256.HashData([])), HttpStatusCode.BadRequest, "digest_mismatch");
        ShouldHaveLeftNothing();
    }

    [Fact]
    public async Task Nobody_without_a_key_is_looked_at()
    {
        using var content = new ByteArrayContent(Cat);

        await Refused(await host.Stranger.PostAsync("/v1/detections", content, Stop), HttpStatusCode.Unauthorized, "key_missing");
    }

    [Fact]
    public async Task A_client_that_goes_away_in_mid_body_leaves_nothing()
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        using var content = new StreamContent(new Stuck(Cat.AsMemory(0, 1000).ToArray(), gone));

        await Should.ThrowAsync<Exception>(() => host.Client.PostAsync("/v1/detections", content, gone.Token));

        await Wait.Until(() => Spooled() == 0);
    }

    [Fact]
    public async Task A_file_is_looked_at_by_its_id_without_its_bytes_being_sent_again()
    {
        var file = await host.Store(Cat);

        (await Seen(await Ask(file.FileId))).Detections.ShouldHaveSingleItem().Label.ShouldBe("cat");
        (await host.Blobs.Stat(file.Blob, Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_file_that_was_not_heard_of_is_asked_for_and_waited_for()
    {
        var file = await host.Store(Cat, say: false);
        var asked = Ask(file.FileId);

        (await host.Heard.Next<TellFile>(t => t.FileId == file.FileId)).Tenant.ShouldBe("default");
        asked.IsCompleted.ShouldBeFalse();
        await host.Emit(file, Stop);

        (await Seen(await asked)).Detections.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_another_tenants_is_not_found()
    {
        var others = await host.Store(Cat, tenant: "other");

        await Refused(await Ask(Guid.CreateVersion7()), HttpStatusCode.NotFound, "file_not_found");
        await Refused(await Ask(others.FileId), HttpStatusCode.NotFound, "file_not_found");
    }

    [Theory]
    [InlineData("""{ "url": "https://example.org/cat.jpg" }""", HttpStatusCode.BadRequest, "option_unknown", "url")]
    [InlineData("""{ "fileId": "no-id" }""", HttpStatusCode.BadRequest, "body_invalid", "fileId")]
    [InlineData("{}", HttpStatusCode.BadRequest, "body_invalid", "fileId")]
    [InlineData("null", HttpStatusCode.BadRequest, "body_invalid", "null")]
    [InlineData("{", HttpStatusCode.BadRequest, "body_invalid", "JSON")]
    public async Task Json_that_names_no_file_is_refused_with_its_member(string json, HttpStatusCode status, string code, string names)
    {
        using var content = new StringContent(json, MediaTypeHeaderValue.Parse("application/json"));

        (await Refused(await host.Client.PostAsync("/v1/detections", content, Stop), status, code)).ShouldContain(names);
    }

    [Fact]
    public async Task Json_is_not_read_without_end()
    {
        using var content = new StringContent($$"""{ "fileId": "{{new string('a', 2 << 20)}}" }""", MediaTypeHeaderValue.Parse("application/json"));

        (await host.Client.PostAsync("/v1/detections", content, Stop)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task When_too_many_wait_the_next_is_told_to_come_back()
    {
        var turns = host.Services.GetRequiredService<Turns>();
        var waiting = Enumerable.Range(0, 5).Select(_ => turns.ForRequest(Stop)).ToList();
        try
        {
            var answer = await Post(Cat);

            answer.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromSeconds(1));
            await Refused(answer, HttpStatusCode.TooManyRequests, "queue_full");
        }
        finally
        {
            foreach (var turn in waiting)
            {
                (await turn)?.Dispose();
            }
        }

        (await Seen(await Post(Cat))).Detections.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_at_once_are_each_answered_alike_or_told_to_come_back()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Post(Cat)));

        var seen = await Task.WhenAll(answers.Where(a => a.IsSuccessStatusCode).Select(Seen));
        seen.Length.ShouldBeGreaterThanOrEqualTo(2);
        foreach (var one in seen)
        {
            one.Detections.ShouldBe(seen[0].Detections);
        }

        answers.Where(a => !a.IsSuccessStatusCode).ShouldAllBe(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        ShouldHaveLeftNothing();
    }

    private async Task<HttpResponseMessage> Post(byte[] body, string query = "", string? type = "image/jpeg", byte[]? digest = null)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        if (digest is not null)
        {
            content.Headers.Add("Content-Digest", $"sha-256=:{Convert.ToBase64String(digest)}:");
        }

        return await host.Client.PostAsync("/v1/detections" + query, content, Stop);
    }

    private Task<HttpResponseMessage> Ask(Guid file) => host.Client.PostAsJsonAsync("/v1/detections", new { fileId = file }, Stop);

    private static async Task<PictureDetections> Seen(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Stop));
        return (await answer.Content.ReadFromJsonAsync<PictureDetections>(Stop)).ShouldNotBeNull();
    }

    private static async Task<string> Refused(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync(Stop);
        answer.StatusCode.ShouldBe(status, text);
        JsonDocument.Parse(text).RootElement.GetProperty("code").GetString().ShouldBe(code);
        return text;
    }

    private void ShouldHaveLeftNothing() => Spooled().ShouldBe(0);

    private int Spooled() => Directory.GetFiles(Path.GetDirectoryName(host.Services.GetRequiredService<SpoolFolder>().NewFile())!).Length;

    /// <summary>Does not tell its length.</summary>
    private sealed class Untold(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }

    /// <summary>Gives what it has, and then makes its reader give up.</summary>
    private sealed class Stuck(byte[] content, CancellationTokenSource gone) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                await gone.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return read;
        }
    }
}
