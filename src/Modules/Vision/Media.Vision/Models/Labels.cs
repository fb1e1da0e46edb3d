namespace Media.Vision.Models;

/// <summary>A class that a model knows.</summary>
/// <param name="Name">As answers give it: cat.</param>
/// <param name="Category">The group it belongs to: animal.</param>
internal sealed record Label(string Name, string Category);

/// <summary>The classes of a model, in the order of the numbers that it gives them.</summary>
internal static class Labels
{
    /// <summary>Category of a class whose line names none.</summary>
    public const string NoCategory = "object";

    /// <exception cref="CatalogException">The model's labels are missing or empty.</exception>
    public static IReadOnlyList<Label> Read(CatalogModel model, ModelsFolder folder)
    {
        using var text = folder.OpenText(model.Labels!) ?? throw new CatalogException($"The labels of {model.Name}, {model.Labels}, are missing in {folder.Path}.");
        Label[] labels = [.. Lines(text).Select(Of)];
        return labels.Length > 0 ? labels : throw new CatalogException($"The labels of {model.Name}, {model.Labels}, are empty.");
    }

    private static Label Of(string line)
    {
        var parts = line.Split(',', 2, StringSplitOptions.TrimEntries);
        return new Label(parts[0], parts is [_, { Length: > 0 } category] ? category : NoCategory);
    }

    private static IEnumerable<string> Lines(StreamReader text)
    {
        while (text.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }
}
