using Media.Imaging;
using Media.Vision.Contracts;
using Media.Vision.Detect;
using Media.Vision.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(Media.Vision.Tests.Sample.Eyes))]

namespace Media.Vision.Tests.Sample;

/// <summary>The module's own services, as a process has them, with whichever model a test asks for. Models are loaded once for all tests.</summary>
public sealed class Eyes : IAsyncLifetime
{
    private readonly ServiceProvider services = Services(new ConfigurationBuilder().Build());
    private readonly Dictionary<string, LoadedModel> models = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim one = new(1);

    internal static ServiceProvider Services(IConfiguration configuration)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton(configuration);
        new VisionModule().Add(collection, configuration);
        return collection.BuildServiceProvider();
    }

    /// <summary>What the named model sees in a picture. The test is skipped where the model is not here.</summary>
    internal async Task<DetectionManifest> See(string model, string path, double minConfidence = 0.4) =>
        await services.GetRequiredService<Detector>()
            .Detect(await Model(model), path, minConfidence, DecodeWhere.Anywhere, TestContext.Current.CancellationToken);

    internal Task<DetectorInput> Input(LoadedModel model, string path) => services.GetRequiredService<Pictures>().DecodeForDetection(
        path, model.Entry.Width, model.Entry.Height, model.Family.Fit, DecodeWhere.Anywhere, TestContext.Current.CancellationToken);

    internal async Task<LoadedModel> Model(string name)
    {
        await one.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (models.TryGetValue(name, out var known))
            {
                return known;
            }

            var folder = services.GetRequiredService<ModelsFolder>();
            var entry = services.GetRequiredService<Catalog>().Find(name)!;
            var path = folder.Has(entry) ? folder.PathOf(entry) : Places.Shared("models", entry.File);
            var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            return models[name] = LoadedModel.Of(entry, Families.Find(entry.Family)!, Labels.Read(entry, folder), bytes);
        }
        finally
        {
            one.Release();
        }
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var model in models.Values)
        {
            model.Dispose();
        }

        one.Dispose();
        await services.DisposeAsync();
    }
}
