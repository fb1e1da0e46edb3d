using Media.Delivery.Contracts;
using Media.Orchestration.Contracts;
using Media.Orchestration.Tests;
using Media.Processing.Contracts;
using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Vision.Contracts;

[assembly: AssemblyFixture(typeof(OrchestrationHost))]

namespace Media.Orchestration.Tests;

/// <summary>The module in a real host, on a real store. The other modules are played by the tests.</summary>
public sealed class OrchestrationHost : ModuleHost, IAsyncLifetime
{
    public OrchestrationHost() : this(Others.Listening())
    {
    }

    private OrchestrationHost(Overheard heard) : base(new OrchestrationModule(), heard) => Heard = heard;

    public Overheard Heard { get; }

    /// <summary>A picture that was stored just now; nobody has begun to work on it.</summary>
    public async Task<Guid> Store(string tenant = "default", string mediaType = "image/jpeg", string preset = "default")
    {
        var file = Guid.CreateVersion7();
        await Emit(
            new FileStored(file, tenant, 1, "a.jpg", mediaType, 1000, new string('a', 64), $"originals/{tenant}/{file}/x", preset, new Switches(), DateTimeOffset.UtcNow),
            TestContext.Current.CancellationToken);
        return file;
    }

    /// <summary>Answers every command for this file as honest workers would, up to the last.</summary>
    public async Task Finish(Guid file)
    {
        var stop = TestContext.Current.CancellationToken;
        var inspect = await Heard.Next<InspectFile>(c => c.FileId == file);
        await Emit(new FileInspected(file, inspect.Tenant, inspect.Options, 1, 1, new PictureFacts(640, 480, 1, 1, false)), stop);
        var renditions = await Heard.Next<MakeRenditions>(c => c.FileId == file);
        await Emit(new RenditionsMade(file, inspect.Tenant, renditions.Options, 1, 1, "derived/manifest.json"), stop);
        var detect = await Heard.Next<DetectObjects>(c => c.FileId == file);
        await Emit(new ObjectsDetected(file, inspect.Tenant, detect.Options, 1, 1, "derived/manifest.json", ["cat"]), stop);
        var publish = await Heard.Next<PublishFile>(c => c.FileId == file && c is { Renditions: not null, Detections: not null });
        await Emit(new FilePublished(file, inspect.Tenant, publish.Revision), stop);
    }

    /// <summary>Inspection says that the file is broken.</summary>
    public async Task Fail(Guid file, string code = "image_corrupt")
    {
        var inspect = await Heard.Next<InspectFile>(c => c.FileId == file);
        await Emit(
            new StepFailed(file, inspect.Tenant, StepName.Inspect, 1, inspect.Attempt, "w", code, "It is cut short.", FilesFault: true),
            TestContext.Current.CancellationToken);
    }
}
