using Xunit;

namespace Media.Testing;

/// <summary>What lies beside the repository on some machines and that it does not carry, pictures and servers: MEDIA_SHARED, else ../shared.</summary>
public static class Shelf
{
    private static readonly string Root = Environment.GetEnvironmentVariable("MEDIA_SHARED") is { Length: > 0 } named
        ? named
        : Path.Combine(SourceTree.Root, "..", "shared");

    /// <summary>A file or folder of the shelf; the test is skipped where it is not there.</summary>
    public static string Find(params string[] names)
    {
        var path = At(names);
        Assert.SkipUnless(Path.Exists(path), $"{string.Join('/', names)} is not here: MEDIA_SHARED names the folder that has it");
        return path;
    }

    /// <summary>Where a file or folder of the shelf would be.</summary>
    public static string At(params string[] names) => Path.GetFullPath(Path.Combine([Root, .. names]));
}
