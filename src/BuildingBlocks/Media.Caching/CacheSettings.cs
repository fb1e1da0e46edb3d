namespace Media.Caching;

/// <summary>Settings <c>Media:Cache</c>.</summary>
public sealed class CacheSettings
{
    public const string Section = "Media:Cache";

    /// <summary>How many entries are kept in memory at most; 100 to 10,000,000.</summary>
    public int Entries { get; set; } = 50_000;
}
