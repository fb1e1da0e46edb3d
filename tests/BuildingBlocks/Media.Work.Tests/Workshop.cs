using System.Text;
using Media.Blobs;
using Media.Documents;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Media.Work.Tests;

/// <summary>A worker on the embedded engines in a folder of its own, and a clock that a test moves.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    public const string Module = "processing";

    private readonly string _folder = Directory.CreateTempSubdirectory("media-work-").FullName;
    private readonly ServiceProvider _services;

    public Workshop(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Media:Data", _folder), .. settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))]).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddDocuments(configuration);
        services.AddBlobs(configuration);
        var folder = services.Last(s => s.ServiceType == typeof(IBlobs));
        services.Replace(ServiceDescriptor.Singleton<IBlobs>(p => new WatchedBlobs((IBlobs)folder.ImplementationFactory!(p))));
        services.AddWork(Module, configuration);
        _services = services.BuildServiceProvider();
    }

    /// <summary>A container with these settings and no stores.</summary>
    public static ServiceProvider Settings(params (string Name, string Value)[] settings) => new ServiceCollection()
        .AddWork(Module, new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build()).BuildServiceProvider();

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public FakeTimeProvider Time { get; } = new();

    public Reports Reports { get; } = new();

    public WatchedBlobs Blobs => (WatchedBlobs)_services.GetRequiredService<IBlobs>();

    public Sources Sources => _services.GetRequiredKeyedService<Sources>(Module);

    public IDocuments<SourceDocument> Documents => _services.GetRequiredKeyedService<IDocuments<SourceDocument>>(Module);

    public IEnumerable<IHostedService> Hosted => _services.GetServices<IHostedService>();

    public StepRunner Runner => _services.GetRequiredKeyedService<StepRunner>(Module);

    /// <summary>The worker of another process, on the same stores.</summary>
    public StepRunner Another() => new(
        Module, Sources, _services.GetRequiredService<Manifests>(), Blobs, _services.GetRequiredService<IOptions<WorkSettings>>(), Time,
        NullLogger<StepRunner>.Instance);

    public static StepRun Renditions(Guid? file = null, int generation = 1, int attempt = 1, int losses = 0, string recipe = "renditions-1") => new(
        file ?? Guid.CreateVersion7(), "default", "renditions", generation, attempt, losses, "originals/default/a/b", "image/jpeg", 5, "d1g35t", recipe);

    public Task<Made?> Run(StepRun run, Func<StepWork, CancellationToken, Task<Made>>? work = null, CancellationToken? stop = null) =>
        Runner.Run(run, Reports, work ?? ((_, ends) => Make(run, ends)), stop ?? Stop);

    /// <summary>The work of these tests: two blobs.</summary>
    public async Task<Made> Make(StepRun run, CancellationToken stop)
    {
        string[] names = ["large", "thumb"];
        foreach (var name in names)
        {
            await Write(run.Folder + name, $"{name} of {run.Sha256}", stop);
        }

        return new Made(names);
    }

    public async Task Write(string key, string text, CancellationToken stop)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await Blobs.Write(key, content, 1000, stop);
    }

    /// <summary>Every blob that was made of a file by the run's recipe, by its name.</summary>
    public async Task<SortedDictionary<string, string>> Derived(StepRun run)
    {
        var derived = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await foreach (var blob in Blobs.List(run.Folder, Stop))
        {
            await using var content = await Blobs.Read(blob.Key, 0, null, Stop);
            using var reader = new StreamReader(content!.Content);
            derived[blob.Key[run.Folder.Length..]] = await reader.ReadToEndAsync(Stop);
        }

        return derived;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

internal sealed record Made(IReadOnlyList<string> Names);
