namespace Media.Caching;

/// <summary>Settings <c>Media:Cache</c>.</summary>
internal sealed class CacheSettings
{
    public const string Section = "Media:Cache";

    public const string Memory = "memory";

    public const string Redis = "redis";

    /// <summary><c>memory</c>, or <c>redis</c> for memory with Redis behind it.</summary>
    public string Engine { get; set; } = Memory;

    /// <summary>What is kept in memory at most, as it is estimated, in MiB; 1 to 65,536.</summary>
    public int Megabytes { get; set; } = 64;

    /// <summary>How long a maker may take; 1 s to 1 h.</summary>
    public TimeSpan MakerLimit { get; set; } = TimeSpan.FromMinutes(1);
}
