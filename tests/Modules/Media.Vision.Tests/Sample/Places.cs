using Media.Testing;

namespace Media.Vision.Tests.Sample;

/// <summary>Where tests find pictures and models.</summary>
internal static class Places
{
    /// <summary>The models that come with the server, as the build has put them beside it.</summary>
    public static string Models { get; } = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>A cat's face, 451 × 300, which every clone has.</summary>
    public static string Cat { get; } = SourceTree.At("docs", "sample", "cat.jpg");

    /// <summary>A file of the shared folder (MEDIA_SHARED, by default beside the repository); the test is skipped where there is none.</summary>
    public static string Shared(params string[] parts) => Shelf.Find(parts);
}
