using Media.Orchestration.Contracts;
using Media.Processing.Contracts;

namespace Media.Processing.Tests;

/// <summary>Inspect and Renditions, from command to result.</summary>
public sealed class StepTests(ProcessingHost host)
{
    private static readonly byte[] Cat = File.ReadAllBytes(Sample());
    private readonly Guid _file = Guid.CreateVersion7();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_is_inspected_by_its_header()
    {
        var source = await host.Store(_file, Cat, "image/jpeg");
        await host.Emit(new InspectFile(_file, "default", source, "options", 3, 2, 0), Stop);
        var told = await host.Heard.Next<FileInspected>(m => m.FileId == _file);
        (told.Options, told.Generation, told.Attempt).ShouldBe(("options", 3, 2));
        (told.Picture!.Width, told.Picture.Height).ShouldBe((451, 300));
    }

    [Fact]
    public async Task What_is_no_picture_has_no_picture_facts()
    {
        var source = await host.Store(_file, [1, 2, 3], "application/octet-stream");
        await host.Emit(new InspectFile(_file, "default", source, "options", 1, 1, 0), Stop);
        (await host.Heard.Next<FileInspected>(m => m.FileId == _file)).Picture.ShouldBeNull();
    }

    [Fact]
    public async Task A_picture_that_cannot_be_decoded_fails_by_its_own_fault()
    {
        var source = await host.Store(_file, Cat[..2000], "image/jpeg");
        await host.Emit(Render(source), Stop);
        var failed = await host.Heard.Next<StepFailed>(m => m.FileId == _file);
        (failed.Step, failed.FilesFault).ShouldBe((StepName.Renditions, true));
    }

    [Fact]
    public async Task Renditions_are_made_once_and_answered_from_their_manifest()
    {
        var source = await host.Store(_file, Cat, "image/jpeg");
        await host.Emit(Render(source), Stop);
        var made = await host.Heard.Next<RenditionsMade>(m => m.FileId == _file);
        made.Manifest.ShouldStartWith($"derived/default/{_file}/");
        (await Names(made.Manifest)).ShouldBe(["manifest.json", "small.jpg", "small.webp", "thumb.jpg", "thumb.webp"]);
        var first = await host.Blobs.Stat(made.Manifest, Stop);

        await host.Emit(Render(source) with { Attempt = 2 }, Stop);
        (await host.Heard.Next<RenditionsMade>(m => m.FileId == _file && m.Attempt == 2)).Manifest.ShouldBe(made.Manifest);
        (await host.Blobs.Stat(made.Manifest, Stop)).ShouldBe(first);
    }

    [Fact]
    public async Task A_forgotten_file_is_worked_on_no_more()
    {
        var source = await host.Store(_file, Cat, "image/jpeg");
        await host.Emit(new ForgetFile(_file, "default", WorkerName.Processing, 1), Stop);
        await host.Heard.Next<FileForgotten>(m => m.FileId == _file);
        await host.Emit(Render(source), Stop);

        // Another file, asked for later, is answered: the forgotten one would have been by then.
        var other = Guid.CreateVersion7();
        await host.Emit(Render(await host.Store(other, Cat, "image/jpeg")) with { FileId = other }, Stop);
        await host.Heard.Next<RenditionsMade>(m => m.FileId == other);
        host.Heard.Said<RenditionsMade>().ShouldNotContain(m => m.FileId == _file);
        (await Names($"derived/default/{_file}/")).ShouldBeEmpty();
    }

    private MakeRenditions Render(Source source) => new(
        _file, "default", source, [new RenditionSpec("thumb", 256, ["jpg", "webp"]), new RenditionSpec("small", 640, ["jpg", "webp"])], "options", 1, 1, 0);

    private async Task<List<string>> Names(string manifest)
    {
        var folder = manifest[..(manifest.LastIndexOf('/') + 1)];
        var names = new List<string>();
        await foreach (var blob in host.Blobs.List(folder, Stop))
        {
            names.Add(blob.Key[folder.Length..]);
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private static string Sample()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "docs", "sample", "cat.jpg")))
        {
            folder = folder.Parent ?? throw new FileNotFoundException("docs/sample/cat.jpg");
        }

        return Path.Combine(folder.FullName, "docs", "sample", "cat.jpg");
    }
}
