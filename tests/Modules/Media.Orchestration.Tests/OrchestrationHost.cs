using Media.Delivery.Contracts;
using Media.Orchestration.Contracts;
using Media.Orchestration.Tests;
using Media.Orchestration.Tests.DeadLetters;
using Media.Processing.Contracts;
using Media.Testing.Hosting;
using Media.Vision.Contracts;

[assembly: AssemblyFixture(typeof(OrchestrationHost))]

namespace Media.Orchestration.Tests;

/// <summary>The module in a real host, on a real store. The other modules are played by the tests.</summary>
public sealed class OrchestrationHost : ModuleHost, IAsyncLifetime
{
    public OrchestrationHost() : this(Others.Listening())
    {
    }

    private OrchestrationHost(Overheard heard) : this(heard, new Picky())
    {
    }

    private OrchestrationHost(Overheard heard, Picky picky) : base(new OrchestrationModule(), heard, picky) => (Heard, Picky) = (heard, picky);

    public Overheard Heard { get; }

    /// <summary>Another module, which refuses what it is told.</summary>
    internal Picky Picky { get; }

    /// <summary>A picture that was stored just now; nobody has begun to work on it.</summary>
    public async Task<Guid> Store(string tenant = "default")
    {
        var file = Guid.CreateVersion7();
        await Emit(Others.Stored(file, tenant, DateTimeOffset.UtcNow), TestContext.Current.CancellationToken);
        return file;
    }

    /// <summary>Answers every command for this file as honest workers would, up to the last.</summary>
    public async Task Finish(Guid file)
    {
        await Answer<InspectFile>(c => c.FileId == file);
        await Answer<MakeRenditions>(c => c.FileId == file);
        await Answer<DetectObjects>(c => c.FileId == file);
        await Answer<PublishFile>(c => c.FileId == file && c is { Renditions: not null, Detections: not null });
    }

    /// <summary>Inspection says that the file is broken.</summary>
    public async Task Fail(Guid file, string code = "image_corrupt")
    {
        var inspect = await Heard.Next<InspectFile>(c => c.FileId == file);
        await Emit(
            new StepFailed(file, inspect.Tenant, StepName.Inspect, 1, inspect.Attempt, "w", code, "It is cut short.", FilesFault: true),
            TestContext.Current.CancellationToken);
    }

    private async Task Answer<T>(Func<T, bool> matches) where T : class =>
        await Emit(Others.Answer(await Heard.Next(matches))!, TestContext.Current.CancellationToken);
}
