using System.Net;
using Media.EndToEnd.Tests.Client;
using Media.EndToEnd.Tests.Hosting;
using Media.EndToEnd.Tests.Pictures;
using Media.Testing;
using NetVips;

namespace Media.EndToEnd.Tests;

/// <summary>What the README shows: a picture goes in, renditions and detections come out, and its status tells how.</summary>
public sealed class WholeWayTests(SharedHost shared)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly Api _api = shared.Api;
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_becomes_ready_with_renditions_and_detections()
    {
        var picture = await File.ReadAllBytesAsync(Path.Combine(SourceTree.Root, "docs", "sample", "cat.jpg"), _stop);
        var file = await _api.Upload(picture, "cat.jpg", "image/jpeg", _stop);
        file.Sha256.ShouldBe(Api.Sha256(picture));

        var status = await _api.Ready(file.Id, _stop);
        status.Steps.Select(s => s.Name).ShouldBe(["inspect", "renditions", "detect", "publish"], ignoreOrder: true);
        status.Steps.ShouldAllBe(s => s.State == "done", status.ToString());
        status.Progress.ShouldBe(1);

        var renditions = await _api.Renditions(file.Id, _stop);
        renditions.Where(r => r.Name == "thumb").Select(r => r.Format).ShouldBe(["jpg", "webp"], ignoreOrder: true);
        foreach (var rendition in renditions)
        {
            var bytes = await _api.Bytes(rendition.Url, _stop);
            Api.Sha256(bytes).ShouldBe(rendition.Sha256);
            using var image = Image.NewFromBuffer(bytes);
            (image.Width, image.Height).ShouldBe((rendition.Width, rendition.Height));
        }

        var detections = await _api.Detections(file.Id, _stop);
        detections.Found[0].Label.ShouldBe("cat");
        (await _api.Bytes($"/v1/files/{file.Id}/content", _stop)).ShouldBe(picture);
    }

    [Fact]
    public async Task What_is_no_picture_is_kept_and_served_as_it_came()
    {
        var text = "name;size\ncat;4\n"u8.ToArray();
        var file = await _api.Upload(text, "table.csv", "text/csv", _stop);
        await _api.Ready(file.Id, _stop);

        using var answer = await _api.Http.GetAsync(new Uri($"/v1/files/{file.Id}/content", UriKind.Relative), _stop);
        (await answer.Content.ReadAsByteArrayAsync(_stop)).ShouldBe(text);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Renditions_stand_upright_whatever_the_orientation_tag_says(int orientation)
    {
        var file = await _api.Upload(Drawn.Quarters(orientation), "quarters.jpg", "image/jpeg", _stop);
        await _api.Ready(file.Id, _stop);
        foreach (var rendition in await _api.Renditions(file.Id, _stop))
        {
            (rendition.Width > rendition.Height).ShouldBeTrue("the upright picture is wider than high");
            var quarters = Drawn.ReadQuarters(await _api.Bytes(rendition.Url, _stop));
            Near(quarters[0], [220, 30, 30]);
            Near(quarters[1], [30, 180, 30]);
            Near(quarters[2], [30, 30, 220]);
            Near(quarters[3], [240, 240, 240]);
        }
    }

    [Fact]
    public async Task A_file_is_gone_for_whoever_has_no_key()
    {
        var file = await _api.Upload(Drawn.Jpeg(seed: 4711), "secret.jpg", "image/jpeg", _stop);
        using var stranger = new HttpClient { BaseAddress = shared.Host.Address };
        foreach (var path in new[] { "", "/content", "/status", "/renditions", "/detections" })
        {
            using var answer = await stranger.GetAsync(new Uri($"/v1/files/{file.Id}{path}", UriKind.Relative), _stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task A_purged_file_is_gone_everywhere()
    {
        var file = await _api.Upload(Drawn.Jpeg(seed: 4712), "gone.jpg", "image/jpeg", _stop);
        await _api.Ready(file.Id, _stop);
        using var purge = await _api.Http.DeleteAsync(new Uri($"/v1/files/{file.Id}?purge=true", UriKind.Relative), _stop);
        purge.IsSuccessStatusCode.ShouldBeTrue();
        await Until.True(
            async () =>
            {
                using var content = await _api.Http.GetAsync(new Uri($"/v1/files/{file.Id}/content", UriKind.Relative), _stop);
                return content.StatusCode == HttpStatusCode.NotFound
                    && !Directory.EnumerateFiles(shared.Host.Folder, "*", SearchOption.AllDirectories).Any(f => f.Contains(file.Id.ToString(), StringComparison.Ordinal));
            },
            Limit,
            () => $"{file.Id} is still there",
            _stop);
    }

    private static void Near(double[] color, double[] wanted)
    {
        for (var band = 0; band < 3; band++)
        {
            color[band].ShouldBe(wanted[band], tolerance: 12);
        }
    }
}
