namespace Media.Testing;

/// <summary>Where the repository is, from a test that runs somewhere below it.</summary>
public static class SourceTree
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Media.Monolith.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Media.Monolith.sln above {from}: tests run from within the repository.");
    }
}
