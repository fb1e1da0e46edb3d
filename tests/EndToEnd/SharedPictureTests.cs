using System.Text;
using Media.EndToEnd.Tests.Client;
using Media.EndToEnd.Tests.Hosting;
using Media.Testing;
using NetVips;

namespace Media.EndToEnd.Tests;

/// <summary>Real pictures from cameras, phones and programs, which the repository does not carry.</summary>
public sealed class SharedPictureTests(SharedHost shared)
{
    private readonly Api _api = shared.Api;
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_valid_picture_becomes_ready()
    {
        var folder = Shelf.Find("media", "images");
        var files = new List<(string Name, Guid Id)>();
        foreach (var path in Directory.EnumerateFiles(folder).Where(p => !p.EndsWith(".md", StringComparison.Ordinal)))
        {
            files.Add((Path.GetFileName(path), (await Upload(path)).Id));
        }

        foreach (var (name, id) in files)
        {
            var status = await _api.Final(id, TimeSpan.FromSeconds(60), _stop);
            status.State.ShouldBe("ready", $"{name}: {status}");
            var renditions = await _api.Renditions(id, _stop);
            renditions.ShouldNotBeEmpty(name);
            renditions.ShouldAllBe(r => r.Width > 0 && r.Height > 0);
        }
    }

    [Fact]
    public async Task All_eight_orientations_come_out_alike()
    {
        var first = await Upright(1);
        for (var orientation = 2; orientation <= 8; orientation++)
        {
            foreach (var (rendition, other) in await Upright(orientation))
            {
                (other.Width, other.Height).ShouldBe((first[rendition].Width, first[rendition].Height));
                using var difference = (first[rendition] - other).Abs();
                // The mean: the stored pictures differ by up to 3 of 255 in a pixel, and a lossy encoder rounds a block of them elsewhere then.
                difference.Avg().ShouldBeLessThanOrEqualTo(3, $"{rendition} of orientation {orientation}");
            }
        }
    }

    [Fact]
    public async Task No_rendition_holds_a_private_tag()
    {
        var file = await Upload(Shelf.Find("media", "images", "privacy-all-tags.jpg"));
        await _api.Ready(file.Id, _stop);
        foreach (var rendition in await _api.Renditions(file.Id, _stop))
        {
            var bytes = await _api.Bytes(rendition.Url, _stop);
            Encoding.Latin1.GetString(bytes).ShouldNotContain("PRIVATE", customMessage: rendition.Url);
            using var image = Image.NewFromBuffer(bytes);
            image.GetFields().ShouldNotContain(f => f.StartsWith("exif", StringComparison.Ordinal) || f.StartsWith("xmp", StringComparison.Ordinal) || f.StartsWith("iptc", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("000000000139.jpg", "person", "chair", "tv")]
    [InlineData("000000000285.jpg", "bear")]
    [InlineData("000000000632.jpg", "bed")]
    [InlineData("000000000724.jpg", "stop sign")]
    [InlineData("000000000776.jpg", "teddy bear")]
    [InlineData("000000000785.jpg", "person", "skis")]
    [InlineData("000000000802.jpg", "refrigerator", "oven")]
    [InlineData("000000000872.jpg", "person")]
    [InlineData("000000000885.jpg", "person", "tennis racket")]
    [InlineData("000000001000.jpg", "person")]
    [InlineData("000000001268.jpg", "person")]
    [InlineData("000000001296.jpg", "person")]
    public async Task Detections_name_what_the_photo_shows(string name, params string[] labels)
    {
        var file = await Upload(Shelf.Find("photos", name));
        await _api.Ready(file.Id, _stop);
        var detections = await _api.Detections(file.Id, _stop);
        labels.Except(detections.Found.Select(d => d.Label)).ShouldBeEmpty($"{name} has {string.Join(", ", detections.Found.Select(d => d.Label))}");
        detections.Found.Select(d => d.Confidence).ShouldBeInOrder(SortDirection.Descending);
        foreach (var detection in detections.Found)
        {
            detection.Confidence.ShouldBeInRange(0, 1);
            (detection.Box.X + detection.Box.Width).ShouldBeLessThanOrEqualTo(detections.Width + 0.5);
            (detection.RelativeBox.X * detections.Width).ShouldBe(detection.Box.X, tolerance: 1);
            (detection.RelativeBox.Height * detections.Height).ShouldBe(detection.Box.Height, tolerance: 1);
        }
    }

    private async Task<StoredFile> Upload(string path) =>
        await _api.Upload(await File.ReadAllBytesAsync(path, _stop), Path.GetFileName(path), "application/octet-stream", _stop);

    private async Task<Dictionary<string, Image>> Upright(int orientation)
    {
        var file = await Upload(Shelf.Find("media", "images", $"orientation-{orientation}.jpg"));
        await _api.Ready(file.Id, _stop);
        var pictures = new Dictionary<string, Image>();
        foreach (var rendition in await _api.Renditions(file.Id, _stop))
        {
            pictures[$"{rendition.Name}.{rendition.Format}"] = Image.NewFromBuffer(await _api.Bytes(rendition.Url, _stop));
        }

        return pictures;
    }
}
