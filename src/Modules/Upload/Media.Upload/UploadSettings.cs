namespace Media.Upload;

/// <summary>Settings <c>Media:Upload</c>.</summary>
internal sealed class UploadSettings
{
    public const string Section = "Media:Upload";

    /// <summary>Longest file in bytes, 1 to 5 TiB.</summary>
    public long MaxBytes { get; set; } = 10L * 1024 * 1024 * 1024;

    /// <summary>Which media types are accepted, with commas between: <c>image/*,video/mp4</c>; <c>*/*</c> is every one.</summary>
    public string MediaTypes { get; set; } = "*/*";

    /// <summary>How long an upload may stand still before it counts as abandoned; 1 s to 1 h.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>When what was deleted is deleted once more, for what was on its way then; 1 s to 1 day.</summary>
    public TimeSpan DeleteAgain { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Wait before a message that nobody answered is said again, doubling; 100 ms to 1 h.</summary>
    public TimeSpan SayAgain { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest of these waits; 1 s to 1 day.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromMinutes(30);

    public bool Accepts(string mediaType) => MediaTypes.Split(',', StringSplitOptions.TrimEntries).Any(pattern =>
        pattern == "*/*" || pattern == mediaType || (pattern.EndsWith("/*", StringComparison.Ordinal) && mediaType.StartsWith(pattern[..^1], StringComparison.Ordinal)));
}
