using Media.Sandbox;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Media.Imaging.Tests;

/// <summary>A pipeline with settings of a test's own, and a folder that goes with it.</summary>
internal sealed class Bench : IDisposable
{
    public Bench(Action<PictureLimits>? limit = null, Action<ImagingSettings>? set = null)
    {
        limit?.Invoke(Limits);
        set?.Invoke(Settings);
        Folder = Directory.CreateTempSubdirectory("media-imaging-").FullName;
        Pictures = new Pictures(Options.Create(Limits), Options.Create(Settings), new Children(), NullLogger<Pictures>.Instance);
    }

    public PictureLimits Limits { get; } = new();

    public ImagingSettings Settings { get; } = new() { WebpEffort = 0 };

    public string Folder { get; }

    public Pictures Pictures { get; }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public Task<IReadOnlyList<MadeRendition>> Render(string path, params RenditionOrder[] orders) =>
        Pictures.Render(path, orders, DecodeWhere.Anywhere, Stop);

    /// <summary>One rendition, as JPEG of the best quality or as asked for.</summary>
    public async Task<MadeRendition> RenderOne(string path, int side, RenditionFormat format = RenditionFormat.Webp) =>
        (await Render(path, new RenditionOrder("one", side, format)))[0];

    public void Dispose()
    {
        Pictures.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
