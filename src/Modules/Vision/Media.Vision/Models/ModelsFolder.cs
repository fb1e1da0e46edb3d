using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Media.Vision.Models;

/// <summary>
/// The folder of models (<c>Media:Models</c>), by default <c>models</c> beside the program. Its small files, the catalog, labels and licences,
/// are built into the program too, so that an empty folder still knows what could be in it.
/// </summary>
internal sealed class ModelsFolder(string path)
{
    public const string Setting = "Media:Models";

    private static readonly Assembly Built = typeof(ModelsFolder).Assembly;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public static ModelsFolder Of(IConfiguration configuration) =>
        new(configuration[Setting] is { Length: > 0 } set ? set : System.IO.Path.Combine(AppContext.BaseDirectory, "models"));

    public string PathOf(CatalogModel model) => System.IO.Path.Combine(Path, model.File);

    /// <summary>Whether a file of the model's name and length is there. Its digest is checked when it is loaded.</summary>
    public bool Has(CatalogModel model) => new FileInfo(PathOf(model)) is { Exists: true } file && file.Length == model.Bytes;

    /// <summary>A small file of the folder, else the one built in; null where there is neither.</summary>
    /// <param name="name">With <c>/</c> between its parts.</param>
    public StreamReader? OpenText(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        if (File.Exists(file))
        {
            return new StreamReader(file);
        }

        return Built.GetManifestResourceStream($"models/{name}") is { } built ? new StreamReader(built) : null;
    }
}
