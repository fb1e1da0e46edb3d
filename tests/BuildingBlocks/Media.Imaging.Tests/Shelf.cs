namespace Media.Imaging.Tests;

/// <summary>The pictures of ../shared/media, where they are at hand; the repository stands without them.</summary>
internal static class Shelf
{
    private static readonly string? Folder = Find();

    public static string Image(string name) => File(Path.Combine("media", "images", name));

    public static string Hostile(string name) => File(Path.Combine("media", "hostile", name));

    private static string File(string relative)
    {
        Assert.SkipWhen(Folder is null, "The shared pictures are not here: set MEDIA_SHARED to their folder.");
        var path = Path.Combine(Folder, relative);
        Assert.SkipUnless(System.IO.File.Exists(path), $"The shared folder has no {relative}.");
        return path;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("MEDIA_SHARED") is { Length: > 0 } named)
        {
            return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Media.Monolith.sln")))
            {
                var beside = Path.Combine(folder.FullName, "..", "shared");
                return Directory.Exists(beside) ? Path.GetFullPath(beside) : null;
            }
        }

        return null;
    }
}
