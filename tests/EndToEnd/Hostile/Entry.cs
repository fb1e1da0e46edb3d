namespace Media.EndToEnd.Tests.Hostile;

/// <summary>A file of the shelf's hostile collection, with what its list says a safe server does.</summary>
internal sealed record Entry(string Path, string Advice)
{
    private static readonly HashSet<string> Pictures = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".gif", ".webp", ".avif", ".tif", ".tiff", ".svg", ".svgz", ".heic", ".j2k", ".jp2", ".sgi", ".fli", ".icns", ".psd", ".fpx", ".ico",
    };

    public string Name => System.IO.Path.GetFileName(Path);

    public bool MayBeAccepted => Advice.Contains("accept", StringComparison.Ordinal) || IsUnsupported;

    public bool MayBeRejected => Advice.Contains("reject", StringComparison.Ordinal);

    /// <summary>Any file may be kept, and one of a type that nobody opens is kept as it is: what it may not have is a rendition.</summary>
    public bool IsUnsupported => Advice.Contains("type not supported", StringComparison.Ordinal);

    /// <summary>Those that are pictures or claim to be by their name.</summary>
    public static IReadOnlyList<Entry> ReadPictures(string folder) =>
        [.. from line in File.ReadLines(System.IO.Path.Combine(folder, "LIST.md"))
            let cells = line.Split('|', StringSplitOptions.TrimEntries)
            where cells.Length > 5 && Pictures.Contains(System.IO.Path.GetExtension(cells[1]))
            select new Entry(System.IO.Path.Combine(folder, cells[1]), cells[4])];
}
