namespace Media.Caching.Redis;

/// <summary>Settings <c>Media:Redis</c>, for the engine <c>redis</c>.</summary>
internal sealed class RedisSettings
{
    public const string Section = "Media:Redis";

    /// <summary><c>HOST:PORT</c>; several, a primary and its replicas, with commas between: the first that is a primary is used.</summary>
    public string? Address { get; set; }

    /// <summary>User of Redis' access lists; its default user where it is not set.</summary>
    public string? User { get; set; }

    /// <summary>A secret.</summary>
    public string? Password { get; set; }

    /// <summary>Whether Redis is reached over TLS.</summary>
    public bool Tls { get; set; }

    /// <summary>Before every name in Redis, so that installations can share one: at most 60 letters, digits, <c>.</c>, <c>-</c> and <c>_</c>.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>How long one call may take before Redis counts as out of reach; 100 ms to 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long what is in memory is still served while Redis is out of reach, where others' removals are not heard; 0 to 10 minutes.</summary>
    public TimeSpan OutOfTouch { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The addresses, one by one.</summary>
    public IReadOnlyList<string> Addresses => Address?.Split(',', StringSplitOptions.TrimEntries) ?? [];
}
