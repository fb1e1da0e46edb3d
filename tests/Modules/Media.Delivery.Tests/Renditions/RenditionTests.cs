using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Media.Delivery.Tests.Sample;
using Media.Processing.Contracts;

namespace Media.Delivery.Tests.Renditions;

public sealed class RenditionTests(DeliveryHost host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task There_are_none_until_they_are_made()
    {
        var file = await SampleFile.Publish(host);

        (await List(file)).ShouldBeEmpty();
        using var answer = await host.Client.Ask($"{file.Address}/renditions/thumb.jpg");
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "rendition_not_found");
    }

    [Fact]
    public async Task They_are_listed_as_they_were_made_with_addresses_that_name_their_bytes()
    {
        var file = await SampleFile.Publish(host);
        var made = await Make(file, "r1", revision: 2);

        var listed = await List(file);

        listed.Count.ShouldBe(2);
        var thumb = listed[0];
        thumb.GetProperty("name").GetString().ShouldBe("thumb");
        thumb.GetProperty("format").GetString().ShouldBe("jpg");
        thumb.GetProperty("mediaType").GetString().ShouldBe("image/jpeg");
        thumb.GetProperty("width").GetInt32().ShouldBe(256);
        thumb.GetProperty("height").GetInt32().ShouldBe(171);
        thumb.GetProperty("bytes").GetInt64().ShouldBe(made[0].Bytes);
        thumb.GetProperty("sha256").GetString().ShouldBe(made[0].Sha256);
        thumb.GetProperty("url").GetString().ShouldBe($"/v1/files/{file.Id}/renditions/thumb.jpg?v={made[0].Sha256[..16]}");
    }

    [Fact]
    public async Task The_listed_address_may_be_kept_for_ever_and_the_plain_one_is_asked_for_again()
    {
        var file = await SampleFile.Publish(host);
        var made = await Make(file, "r1", revision: 2);
        var url = (await List(file))[1].GetProperty("url").GetString()!;

        using var listed = await host.Client.Ask(url);
        using var plain = await host.Client.Ask($"{file.Address}/renditions/thumb.webp");
        using var known = await host.Client.Ask($"{file.Address}/renditions/thumb.webp", ("If-None-Match", plain.Header("ETag")!));
        using var head = await host.Client.Ask(HttpMethod.Head, url);
        using var part = await host.Client.Ask(url, ("Range", "bytes=3-5"));

        (await listed.Bytes()).ShouldBe("r1 thumb webp"u8.ToArray());
        listed.Header("Content-Type").ShouldBe("image/webp");
        listed.Header("Cache-Control").ShouldBe("max-age=31536000, private, immutable");
        listed.Header("ETag").ShouldBe($"\"{made[1].Sha256}\"");
        listed.Header("X-Content-Type-Options").ShouldBe("nosniff");
        (await plain.Bytes()).ShouldBe("r1 thumb webp"u8.ToArray());
        plain.Header("Cache-Control").ShouldBe("no-cache, private");
        known.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        head.Header("Content-Length").ShouldBe("13");
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Bytes()).ShouldBe("thu"u8.ToArray());
    }

    [Fact]
    public async Task When_they_are_made_anew_the_old_address_names_nothing()
    {
        var file = await SampleFile.Publish(host);
        await Make(file, "r1", revision: 2);
        var before = (await List(file))[0].GetProperty("url").GetString()!;

        await Make(file, "r2", revision: 3);

        using var old = await host.Client.Ask(before);
        await old.ShouldBeProblem(HttpStatusCode.NotFound, "rendition_not_found");
        using var now = await host.Client.Ask((await List(file))[0].GetProperty("url").GetString()!);
        (await now.Bytes()).ShouldBe("r2 thumb jpg"u8.ToArray());
    }

    [Theory]
    [InlineData("thumb.gif")]
    [InlineData("thumb.avif")]
    [InlineData("huge.jpg")]
    [InlineData("Thumb.jpg")]
    [InlineData("thumb.jpg.jpg")]
    [InlineData("thumb.jpg?v=")]
    [InlineData("thumb.jpg?v=0123456789abcdef")]
    [InlineData("%2e%2e.jpg")]
    public async Task What_was_not_made_is_not_found(string name)
    {
        var file = await SampleFile.Publish(host);
        await Make(file, "r1", revision: 2);

        using var answer = await host.Client.Ask($"{file.Address}/renditions/{name}");

        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "rendition_not_found");
    }

    [Fact]
    public async Task Another_tenants_renditions_are_a_file_not_found()
    {
        var file = await SampleFile.Publish(host, tenant: "other");
        await Make(file, "r1", revision: 2);

        using var list = await host.Client.Ask($"{file.Address}/renditions");
        using var one = await host.Client.Ask($"{file.Address}/renditions/thumb.jpg");

        await list.ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
        await one.ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
    }

    [Fact]
    public async Task A_manifest_that_is_gone_is_looked_for_again()
    {
        var file = await SampleFile.Publish(host);
        var key = $"derived/default/{file.Id}/r9/manifest.json";
        await host.Publish(file.Said with { Revision = 2, Renditions = key });
        (await List(file)).ShouldBeEmpty();

        await Make(file, "r9", revision: 2);

        (await List(file)).Count.ShouldBe(2);
    }

    private async Task<List<JsonElement>> List(SampleFile file) =>
        [.. (await host.Client.GetFromJsonAsync<JsonElement>($"{file.Address}/renditions", Stop)).EnumerateArray()];

    private async Task<List<Rendition>> Make(SampleFile file, string recipe, long revision)
    {
        var made = new List<Rendition>();
        foreach (var (format, mediaType) in new[] { ("jpg", "image/jpeg"), ("webp", "image/webp") })
        {
            var bytes = Encoding.UTF8.GetBytes($"{recipe} thumb {format}");
            var (key, sha256) = await file.Derive(host, recipe, $"thumb.{format}", bytes);
            made.Add(new Rendition("thumb", format, mediaType, 256, 171, bytes.Length, sha256, key));
        }

        var manifest = await file.DeriveManifest(host, recipe, new RenditionManifest(made));
        await host.Publish(file.Said with { Revision = revision, Renditions = manifest });
        return made;
    }
}
