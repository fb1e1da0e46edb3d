using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;

namespace Media.Caching.Redis;

/// <summary>What processes share through Redis: values, whose turn it is to make one, and removals.</summary>
internal sealed class RedisBehind(
    RedisLink link, IFusionCache cache, TimeProvider time, IOptions<RedisSettings> redis, IOptions<CacheSettings> settings) : IBehind
{
    private static readonly FusionCacheEntryOptions InRedis = new()
    {
        SkipMemoryCacheRead = true,
        SkipMemoryCacheWrite = true,
        SkipBackplaneNotifications = true,
        ReThrowSerializationExceptions = false,
    };

    // Longer lifetimes are cut: all that lies in Redis expires.
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    public void Begin(Action<Removal> drop) => link.Begin(drop);

    public Task Remove(Removal removal) => link.Remove(removal);

    public async Task<Made<T>> FoundOrMade<T>(string key, IReadOnlyList<string> tags, TimeSpan lifetime, Func<Task<T>> make)
    {
        lifetime = Shorter(lifetime, LongestLife);
        var began = time.GetTimestamp();
        if (link.Current is { } session && await Place(session, key, tags, lifetime) is { } place)
        {
            return await FoundOrMade(session, place, lifetime, make);
        }

        // What was removed elsewhere since the maker began is not heard here: the time that it took counts.
        var alone = await make();
        return new Made<T>(alone, Shorter(lifetime, redis.Value.OutOfTouch - time.GetElapsedTime(began)));
    }

    private async Task<Made<T>> FoundOrMade<T>(RedisSession session, string place, TimeSpan lifetime, Func<Task<T>> make)
    {
        if (await Find<T>(place, lifetime) is { } found)
        {
            return found;
        }

        await using var turn = await RedisTurn.Take(session, place, settings.Value.MakerLimit);
        if (await Find<T>(place, lifetime) is { } meanwhile)
        {
            return meanwhile;
        }

        var made = new Far<T>(await make(), time.GetUtcNow() + lifetime);
        await cache.SetAsync(place, made, InRedis.Duplicate(lifetime));
        return new Made<T>(made.Value, lifetime);
    }

    private async Task<Made<T>?> Find<T>(string place, TimeSpan lifetime)
    {
        if (await cache.TryGetAsync<Far<T>>(place, InRedis) is not { HasValue: true, Value: var found })
        {
            return null;
        }

        // By the clock of whoever made it, and never for longer than that one may keep it.
        return new Made<T>(found.Value, Shorter(lifetime, found.Until - time.GetUtcNow()));
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static async Task<string?> Place(RedisSession session, string key, IReadOnlyList<string> tags, TimeSpan lifetime)
    {
        try
        {
            return await Generations.Place(session, key, tags, lifetime);
        }
        catch (RedisAwayException)
        {
            return null;
        }
    }
}
