using System.Security.Cryptography;
using Media.Vision.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;

namespace Media.Vision.Detect;

/// <summary>
/// The detectors of this process, each read from the models folder when it is first asked for: one that is pulled while the process runs is there for
/// the next request. Only a file of the length and digest that the catalog gives is ever loaded.
/// </summary>
internal sealed class LoadedModels(Catalog catalog, ModelsFolder folder, IOptions<VisionSettings> settings, Turns turns, ILogger<LoadedModels> log)
    : IAsyncDisposable
{
    private readonly Dictionary<string, LoadedModel> loaded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (FileStamp File, ModelRefusal Refusal)> refused = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim one = new(1);

    /// <summary>A detector, or why there is none.</summary>
    /// <param name="name">As the catalog has it; null for the deployment's own choice.</param>
    public async Task<ModelAnswer> Find(string? name, CancellationToken stop)
    {
        name ??= settings.Value.Model;
        if (catalog.FindDetector(name) is not { } entry)
        {
            return ModelRefusal.Unknown(catalog);
        }

        await one.WaitAsync(stop);
        try
        {
            return loaded.TryGetValue(name, out var model) ? model : await Load(entry, stop);
        }
        finally
        {
            one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A session that is disposed of under a call takes the process with it: better to leave it to the process's end.
        if (await turns.Close(TimeSpan.FromSeconds(10)))
        {
            foreach (var model in loaded.Values)
            {
                model.Dispose();
            }
        }

        one.Dispose();
    }

    private async Task<ModelAnswer> Load(CatalogModel entry, CancellationToken stop)
    {
        var file = FileStamp.Of(folder.PathOf(entry));
        if (refused.TryGetValue(entry.Name, out var before) && before.File == file)
        {
            return before.Refusal;
        }

        var answer = await Read(entry, stop);
        if (answer.Model is { } model)
        {
            log.LogInformation("Model {Model} version {Version} is loaded from {Folder}", entry.Name, entry.Version, folder.Path);
            refused.Remove(entry.Name);
            loaded[entry.Name] = model;
        }
        else
        {
            // Said once for each file that is found there, not with each request.
            log.LogWarning("{Reason}", answer.Refusal!.Detail);
            refused[entry.Name] = (file, answer.Refusal);
        }

        return answer;
    }

    private async Task<ModelAnswer> Read(CatalogModel entry, CancellationToken stop)
    {
        var path = folder.PathOf(entry);
        if (Families.Find(entry.Family) is not { } family)
        {
            return ModelRefusal.Missing($"The model {entry.Name} is of the family {entry.Family}, which this server cannot read.");
        }

        if (!folder.Has(entry))
        {
            return File.Exists(path) ? ModelRefusal.Damaged(entry) : ModelRefusal.NotInstalled(entry);
        }

        try
        {
            // What is hashed is what is loaded, whatever happens to the file in between.
            var bytes = await File.ReadAllBytesAsync(path, stop);
            return Convert.ToHexStringLower(SHA256.HashData(bytes)).Equals(entry.Sha256, StringComparison.Ordinal)
                ? LoadedModel.Of(entry, family, Labels.Read(entry, folder), bytes)
                : ModelRefusal.Damaged(entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OnnxRuntimeException or CatalogException)
        {
            log.LogError(e, "Model {Model} cannot be loaded from {Folder}", entry.Name, folder.Path);
            return ModelRefusal.Missing($"The model {entry.Name} cannot be loaded; the server's log says why.");
        }
    }

    /// <summary>Tells whether a file is the one that was looked at before.</summary>
    private readonly record struct FileStamp(long Length, DateTime WrittenAt)
    {
        public static FileStamp Of(string path) => new FileInfo(path) is { Exists: true } file ? new FileStamp(file.Length, file.LastWriteTimeUtc) : default;
    }
}
