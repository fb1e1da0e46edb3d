namespace Media.Vision.Tests.Sample;

/// <summary>Where tests find pictures and models.</summary>
internal static class Places
{
    /// <summary>The models that come with the server, as the build has put them beside it.</summary>
    public static string Models { get; } = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>A cat's face, 451 × 300, which every clone has.</summary>
    public static string Cat { get; } = Path.Combine(Repository(), "docs", "sample", "cat.jpg");

    /// <summary>A file of the shared folder (MEDIA_SHARED, by default beside the repository); the test is skipped where there is none.</summary>
    public static string Shared(params string[] parts)
    {
        var shared = Environment.GetEnvironmentVariable("MEDIA_SHARED") is { Length: > 0 } set ? set : Path.Combine(Repository(), "..", "shared");
        var path = Path.GetFullPath(Path.Combine([shared, .. parts]));
        Assert.SkipUnless(Path.Exists(path), $"{string.Join('/', parts)} of the shared folder is not here (MEDIA_SHARED says where that is)");
        return path;
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Media.Monolith.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests do not lie below the repository.");
    }
}
