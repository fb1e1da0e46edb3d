using Media.Testing;

namespace Media.EndToEnd.Tests.Hosting;

/// <summary>Pictures that lie beside the repository on some machines and that it does not carry: MEDIA_SHARED, else ../shared.</summary>
internal static class Shelf
{
    private static readonly string Root = Environment.GetEnvironmentVariable("MEDIA_SHARED") is { Length: > 0 } named
        ? named
        : Path.Combine(SourceTree.Root, "..", "shared");

    /// <summary>A file or folder of the shelf; the test is skipped where it is not there.</summary>
    public static string Find(params string[] names)
    {
        var path = Path.Combine([Root, .. names]);
        Assert.SkipUnless(Path.Exists(path), $"{string.Join('/', names)} is not here: MEDIA_SHARED names the folder that has it");
        return path;
    }
}
