using Microsoft.Extensions.Caching.Distributed;

namespace Media.Caching.Redis;

/// <summary>What FusionCache sees of Redis: its second level while there is a session, nothing while there is none. Limited in time and size.</summary>
internal sealed class RedisStore(RedisLink link, TimeProvider time) : IDistributedCache
{
    /// <summary>Longer values stay in memory: Redis answers nobody else while it moves one.</summary>
    public const int Longest = 1024 * 1024;

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) =>
        link.Current is { } session ? (byte[]?)await session.Ask(redis => redis.StringGetAsync(key)) : null;

    // Value and expiry in one command: who dies between two leaves a value for ever.
    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        var kept = options.AbsoluteExpiration!.Value - time.GetUtcNow();
        if (kept > TimeSpan.Zero && value.Length <= Longest && link.Current is { } session)
        {
            await session.Ask(redis => redis.StringSetAsync(key, value, kept));
        }
    }

    // FusionCache calls none of these: a value goes by its generation or its expiry, slides none, and all of it is asynchronous.
    public Task RemoveAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

    public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

    public byte[]? Get(string key) => throw new NotSupportedException();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

    public void Remove(string key) => throw new NotSupportedException();

    public void Refresh(string key) => throw new NotSupportedException();
}
