using Media.Blobs;
using Media.Imaging;
using Media.Processing.Contracts;
using Media.Work;

namespace Media.Processing.Render;

/// <summary>All renditions of a picture from one decode, each a blob.</summary>
internal sealed class RenditionWriter(IBlobs blobs, Pictures pictures)
{
    // Encoding takes most of the time; the rest is one write a rendition.
    private const double Encoded = 0.8;

    public async Task<RenditionManifest> Write(StepRun run, MakeRenditions command, StepWork work, CancellationToken stop)
    {
        await using var local = await blobs.Localize(run.Blob, stop) ?? throw new FilesFaultException("file_not_found", "The original is gone.");
        RenditionOrder[] orders = [.. command.Renditions.SelectMany(r => r.Formats.Select(f => new RenditionOrder(r.Name, r.MaxSide, FormatOf(f))))];
        var made = await FilesFaults.Of(() => pictures.Render(local.Path, orders, FilesFaults.Where(work), stop));
        var renditions = new List<Rendition>(made.Count);
        foreach (var picture in made)
        {
            renditions.Add(await Keep(run, picture, stop));
            work.Progress = Encoded + ((1 - Encoded) * renditions.Count / made.Count);
        }

        return new RenditionManifest(renditions);
    }

    private async Task<Rendition> Keep(StepRun run, MadeRendition picture, CancellationToken stop)
    {
        var format = picture.Order.Format;
        var key = $"{run.Folder}{picture.Order.Name}.{Extension(format)}";
        using var content = new MemoryStream(picture.Content, writable: false);
        var written = await blobs.Write(key, content, picture.Content.Length, stop);
        return new Rendition(
            picture.Order.Name, Extension(format), MediaType(format), picture.Width, picture.Height, written.Bytes, written.Sha256, key);
    }

    private static RenditionFormat FormatOf(string name) => name switch
    {
        "jpg" => RenditionFormat.Jpeg,
        "webp" => RenditionFormat.Webp,
        "avif" => RenditionFormat.Avif,
        _ => throw new ArgumentException($"a rendition cannot be {name}", nameof(name)),
    };

    private static string Extension(RenditionFormat format) => format switch
    {
        RenditionFormat.Jpeg => "jpg",
        RenditionFormat.Webp => "webp",
        _ => "avif",
    };

    private static string MediaType(RenditionFormat format) => format == RenditionFormat.Jpeg ? "image/jpeg" : $"image/{Extension(format)}";
}
