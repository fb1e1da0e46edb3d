using ZiggyCreatures.Caching.Fusion;

namespace Media.Caching;

/// <summary>FusionCache in memory: one maker a key, tags, expiry.</summary>
internal sealed class MemoryCached(IFusionCache cache) : ICache
{
    public async Task<T> GetOrCreate<T>(
        string key, Func<CancellationToken, Task<T>> make, TimeSpan lifetime, IReadOnlyList<string> tags, CancellationToken stop) =>
        await cache.GetOrSetAsync<T>(
            key,
            // The maker runs for all who wait: one of them going away does not end it.
            async (_, _) => await make(CancellationToken.None),
            options => options.SetDuration(lifetime).SetSize(1),
            tags,
            CancellationToken.None).AsTask().WaitAsync(stop);

    public Task Remove(string key, CancellationToken stop) => cache.RemoveAsync(key, token: stop).AsTask();

    public Task RemoveTagged(string tag, CancellationToken stop) => cache.RemoveByTagAsync(tag, token: stop).AsTask();
}
