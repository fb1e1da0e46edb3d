using System.Net;
using System.Security.Cryptography;
using Media.Delivery.Tests.Sample;

namespace Media.Delivery.Tests.Originals;

public sealed class ContentTests(DeliveryHost host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_original_comes_whole_with_all_that_is_said_of_it()
    {
        var file = await SampleFile.Publish(host, bytes: 300_000);

        using var answer = await host.Client.GetAsync($"{file.Address}/content", Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Bytes()).ShouldBe(file.Bytes);
        answer.Header("Content-Type").ShouldBe("image/jpeg");
        answer.Header("Content-Length").ShouldBe("300000");
        answer.Header("ETag").ShouldBe(file.ETag);
        answer.Header("Last-Modified").ShouldBe("Sat, 31 Jan 2026 08:15:30 GMT");
        answer.Header("Cache-Control").ShouldBe("no-cache, private");
        answer.Header("Accept-Ranges").ShouldBe("bytes");
        answer.Header("Repr-Digest").ShouldBe($"sha-256=:{Convert.ToBase64String(SHA256.HashData(file.Bytes))}:");
        answer.Header("Content-Disposition").ShouldBe("inline; filename=\"cat.jpg\"");
        answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
    }

    [Fact]
    public async Task Its_head_says_the_same_and_sends_nothing()
    {
        var file = await SampleFile.Publish(host);

        using var get = await host.Client.Ask($"{file.Address}/content");
        using var head = await host.Client.Ask(HttpMethod.Head, $"{file.Address}/content", ("Range", "bytes=0-9"));

        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await head.Bytes()).ShouldBeEmpty();
        foreach (var name in new[]
        {
            "Content-Type", "Content-Length", "ETag", "Last-Modified", "Cache-Control", "Accept-Ranges", "Repr-Digest", "Content-Disposition",
            "Content-Security-Policy", "X-Content-Type-Options",
        })
        {
            head.Header(name).ShouldBe(get.Header(name), name);
        }
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=0-999", 0, 1000)]
    [InlineData("bytes=0-5000", 0, 1000)]
    [InlineData("bytes=100-199", 100, 100)]
    [InlineData("bytes=999-", 999, 1)]
    [InlineData("bytes=500-", 500, 500)]
    [InlineData("bytes=-1", 999, 1)]
    [InlineData("bytes=-300", 700, 300)]
    [InlineData("bytes=-5000", 0, 1000)]
    [InlineData("BYTES=5-9", 5, 5)]
    public async Task A_range_is_answered_with_that_part(string range, int from, int count)
    {
        var file = await SampleFile.Publish(host);

        using var answer = await host.Client.Ask($"{file.Address}/content", ("Range", range));

        answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await answer.Bytes()).ShouldBe(file.Bytes[from..(from + count)]);
        answer.Header("Content-Range").ShouldBe($"bytes {from}-{from + count - 1}/1000");
        answer.Header("Content-Length").ShouldBe($"{count}");
        answer.Header("ETag").ShouldBe(file.ETag);
        answer.Header("Repr-Digest").ShouldBe($"sha-256=:{Convert.ToBase64String(SHA256.HashData(file.Bytes))}:");
    }

    [Theory]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("bytes=9-5")]
    [InlineData("bytes=x-y")]
    [InlineData("bytes=")]
    [InlineData("bytes=99999999999999999999-")]
    [InlineData("pages=1-2")]
    [InlineData("nonsense")]
    public async Task A_range_that_is_not_understood_is_answered_with_all(string range)
    {
        var file = await SampleFile.Publish(host);

        using var answer = await host.Client.Ask($"{file.Address}/content", ("Range", range));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Bytes()).ShouldBe(file.Bytes);
        answer.Header("Content-Range").ShouldBeNull();
    }

    [Theory]
    [InlineData("bytes=1000-")]
    [InlineData("bytes=1000-2000")]
    [InlineData("bytes=-0")]
    public async Task A_range_outside_the_file_is_refused_with_its_length(string range)
    {
        var file = await SampleFile.Publish(host);

        using var answer = await host.Client.Ask($"{file.Address}/content", ("Range", range));

        await answer.ShouldBeProblem(HttpStatusCode.RequestedRangeNotSatisfiable, "range_not_satisfiable");
        answer.Header("Content-Range").ShouldBe("bytes */1000");
        answer.Header("Repr-Digest").ShouldBeNull();
        answer.Header("ETag").ShouldBeNull();
    }

    [Theory]
    [InlineData("{etag}", true)]
    [InlineData("\"other\"", false)]
    [InlineData("W/{etag}", false)]
    [InlineData("Sat, 31 Jan 2026 08:15:30 GMT", true)]
    [InlineData("Sat, 31 Jan 2026 08:15:29 GMT", false)]
    [InlineData("Sat, 31 Jan 2026 08:15:31 GMT", false)]
    [InlineData("nonsense", false)]
    public async Task A_part_is_continued_only_where_it_is_of_these_bytes(string condition, bool holds)
    {
        var file = await SampleFile.Publish(host);

        using var answer = await host.Client.Ask(
            $"{file.Address}/content", ("Range", "bytes=10-19"), ("If-Range", condition.Replace("{etag}", file.ETag, StringComparison.Ordinal)));

        answer.StatusCode.ShouldBe(holds ? HttpStatusCode.PartialContent : HttpStatusCode.OK);
        (await answer.Bytes()).ShouldBe(holds ? file.Bytes[10..20] : file.Bytes);
    }

    [Theory]
    [InlineData("If-None-Match", "{etag}", 304)]
    [InlineData("If-None-Match", "W/{etag}", 304)]
    [InlineData("If-None-Match", "*", 304)]
    [InlineData("If-None-Match", "\"a\", {etag}", 304)]
    [InlineData("If-None-Match", "\"a\"", 200)]
    [InlineData("If-None-Match", "nonsense", 200)]
    [InlineData("If-Modified-Since", "Sat, 31 Jan 2026 08:15:30 GMT", 304)]
    [InlineData("If-Modified-Since", "Sun, 01 Feb 2026 00:00:00 GMT", 304)]
    [InlineData("If-Modified-Since", "Sat, 31 Jan 2026 08:15:29 GMT", 200)]
    [InlineData("If-Modified-Since", "yesterday", 200)]
    [InlineData("If-Match", "{etag}", 200)]
    [InlineData("If-Match", "*", 200)]
    [InlineData("If-Match", "W/{etag}", 412)]
    [InlineData("If-Match", "\"a\"", 412)]
    [InlineData("If-Match", "nonsense", 412)]
    [InlineData("If-Unmodified-Since", "Sat, 31 Jan 2026 08:15:30 GMT", 200)]
    [InlineData("If-Unmodified-Since", "Sat, 31 Jan 2026 08:15:29 GMT", 412)]
    public async Task Conditions_hold_as_RFC_9110_has_them(string name, string value, int status)
    {
        var file = await SampleFile.Publish(host);
        var condition = (name, value.Replace("{etag}", file.ETag, StringComparison.Ordinal));

        using var get = await host.Client.Ask($"{file.Address}/content", condition);
        using var head = await host.Client.Ask(HttpMethod.Head, $"{file.Address}/content", condition);

        ((int)get.StatusCode).ShouldBe(status);
        ((int)head.StatusCode).ShouldBe(status);
        if (status == 304)
        {
            (await get.Bytes()).ShouldBeEmpty();
            get.Header("ETag").ShouldBe(file.ETag);
            get.Header("Cache-Control").ShouldBe("no-cache, private");
            get.Header("Last-Modified").ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task An_ETag_says_more_than_a_time_and_a_range_is_looked_at_last()
    {
        var file = await SampleFile.Publish(host);
        const string Later = "Sun, 01 Feb 2026 00:00:00 GMT";

        using var other = await host.Client.Ask($"{file.Address}/content", ("If-None-Match", "\"a\""), ("If-Modified-Since", Later));
        using var same = await host.Client.Ask($"{file.Address}/content", ("If-None-Match", file.ETag), ("Range", "bytes=5000-"));

        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("image/jpeg")]
    [InlineData("image/png")]
    [InlineData("image/webp")]
    [InlineData("image/avif")]
    [InlineData("image/gif")]
    [InlineData("video/mp4")]
    [InlineData("video/webm")]
    [InlineData("audio/mpeg")]
    public async Task What_a_browser_only_shows_keeps_its_type(string mediaType)
    {
        var file = await SampleFile.Publish(host, mediaType: mediaType, name: "a file");

        using var answer = await host.Client.Ask($"{file.Address}/content");
        using var download = await host.Client.Ask($"{file.Address}/content?download");

        answer.Header("Content-Type").ShouldBe(mediaType);
        answer.Header("Content-Disposition").ShouldBe("inline; filename=\"a file\"");
        answer.Header("Content-Security-Policy")!.ShouldStartWith("sandbox; default-src 'none'");
        download.Header("Content-Type").ShouldBe(mediaType);
        download.Header("Content-Disposition").ShouldBe("attachment; filename=\"a file\"");
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("TEXT/HTML")]
    [InlineData("text/html; charset=utf-8")]
    [InlineData("image/svg+xml")]
    [InlineData("application/xml")]
    [InlineData("application/xhtml+xml")]
    [InlineData("application/pdf")]
    [InlineData("text/javascript")]
    [InlineData("text/css")]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    [InlineData("application/zip")]
    [InlineData("application/octet-stream")]
    [InlineData("multipart/x-mixed-replace")]
    [InlineData("made/up")]
    public async Task Whatever_a_browser_could_run_is_a_download_of_plain_bytes(string mediaType)
    {
        var file = await SampleFile.Publish(host, mediaType: mediaType, name: "page.html");

        foreach (var query in new[] { "", "?download=false", "?download=true" })
        {
            using var answer = await host.Client.Ask($"{file.Address}/content{query}");

            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Header("Content-Type").ShouldBe("application/octet-stream");
            answer.Header("Content-Disposition").ShouldBe("attachment; filename=\"page.html\"");
            answer.Header("Content-Security-Policy").ShouldBe("sandbox; default-src 'none'");
            answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
        }
    }

    [Fact]
    public async Task Who_may_not_see_a_file_is_not_told_that_it_is_there()
    {
        var others = await SampleFile.Publish(host, tenant: "other");
        var mine = await SampleFile.Publish(host);

        foreach (var address in new[] { $"{others.Address}/content", $"/v1/files/{Guid.CreateVersion7()}/content", "/v1/files/nonsense/content" })
        {
            using var answer = await host.Client.Ask(address);
            await answer.ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
        }

        using var stranger = await host.Stranger.Ask($"{mine.Address}/content");
        await stranger.ShouldBeProblem(HttpStatusCode.Unauthorized, "key_missing");
    }

    [Fact]
    public async Task A_file_whose_bytes_are_gone_is_not_found()
    {
        var file = await SampleFile.Publish(host);
        await host.Blobs.Delete(file.Said.Blob, Stop);

        using var answer = await host.Client.Ask($"{file.Address}/content", ("Range", "bytes=0-9"));

        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
        answer.Header("ETag").ShouldBeNull();
    }

    [Fact]
    public async Task An_unknown_option_is_refused_by_name()
    {
        var file = await SampleFile.Publish(host);

        using var answer = await host.Client.Ask($"{file.Address}/content?dowload");

        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "option_unknown");
    }
}
