using System.Text.Json;

namespace Media.Vision.Models;

/// <summary>The models that this deployment knows, installed or not: <c>catalog.json</c> of the models folder, else the one built in.</summary>
internal sealed class Catalog
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private Catalog(IReadOnlyList<CatalogModel> models) => Models = models;

    public IReadOnlyList<CatalogModel> Models { get; }

    public IEnumerable<CatalogModel> Detectors => Models.Where(m => m.Job.Equals(CatalogModel.Detect, StringComparison.Ordinal));

    public CatalogModel? FindDetector(string name) => Find(name) is { Job: CatalogModel.Detect } model ? model : null;

    public CatalogModel? Find(string name) => Models.FirstOrDefault(m => m.Name.Equals(name, StringComparison.Ordinal));

    /// <exception cref="CatalogException">The catalog cannot be read, or an entry is not one.</exception>
    public static Catalog Read(ModelsFolder folder)
    {
        try
        {
            using var text = folder.OpenText("catalog.json")
                ?? throw new CatalogException($"There is no catalog.json in {folder.Path}, nor one built in.");
            return Parse(text.ReadToEnd());
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CatalogException($"The catalog.json of {folder.Path} cannot be read: {e.Message}", e);
        }
    }

    /// <exception cref="CatalogException">An entry is not one.</exception>
    /// <exception cref="JsonException">It is no JSON of this shape.</exception>
    public static Catalog Parse(string json)
    {
        var models = JsonSerializer.Deserialize<Body>(json, Json)?.Models ?? throw new JsonException("no models");
        foreach (var model in models)
        {
            if (model.Fault() is { } fault)
            {
                throw new CatalogException($"The model {model.Name} of catalog.json {fault}.");
            }
        }

        return models.GroupBy(m => m.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new CatalogException($"The model {twice.Key} stands twice in catalog.json.")
            : new Catalog(models);
    }

    private sealed record Body(IReadOnlyList<CatalogModel> Models);
}

/// <summary>The catalog is not what it should be: an operator's to mend.</summary>
#pragma warning disable S3871 // Nobody outside of this module may catch it.
internal sealed class CatalogException(string message, Exception? inner = null) : Exception(message, inner);
#pragma warning restore S3871
