using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Media.Caching.Redis;

/// <summary>
/// Every key and every tag has a generation in Redis, a random word; to remove is to delete it. A value lies under a name that is made
/// of its key and of the generations of key and tags as they were before its maker began. So what was being made when it was removed,
/// in whichever process, ends up where nobody looks, and a generation that Redis drops to make room removes and never revives.
/// </summary>
internal static class Generations
{
    private static readonly TimeSpan KeptAtLeast = TimeSpan.FromHours(1);
    private static readonly TimeSpan RootKept = TimeSpan.FromDays(1);

    /// <summary>Where the value of a key lies now; null where that can't be said.</summary>
    public static async Task<string?> Place(RedisSession session, string key, IReadOnlyList<string> tags, TimeSpan lifetime)
    {
        RedisKey[] names =
        [
            NameOf(session, Removal.Everything),
            NameOf(session, Removal.OfKey(key)),
            .. tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(tag => NameOf(session, Removal.OfTag(tag))),
        ];
        var words = await session.Ask(redis => redis.StringGetAsync(names));
        if (words.Any(word => word.IsNull))
        {
            var kept = lifetime * 2 > KeptAtLeast ? lifetime * 2 : KeptAtLeast;
            await session.Ask(redis => Task.WhenAll(names.Where((_, i) => words[i].IsNull).Select(name => Start(redis, name, kept))));
            words = await session.Ask(redis => redis.StringGetAsync(names));
        }

        // Removed, or pushed out by Redis, in the moment since it was set.
        return words.Any(word => word.IsNull) ? null : $"{session.Names}v:{key}@{Digest(words)}";
    }

    /// <summary>Keeps the generation that all values share.</summary>
    public static Task Refresh(RedisSession session) => session.Ask(async redis =>
        await redis.KeyExpireAsync(NameOf(session, Removal.Everything), RootKept) || await Start(redis, NameOf(session, Removal.Everything), RootKept));

    public static Task End(RedisSession session, IReadOnlyList<Removal> removals) =>
        session.Ask(redis => redis.KeyDeleteAsync([.. removals.Select(removal => NameOf(session, removal))]));

    private static Task<bool> Start(IDatabase redis, RedisKey name, TimeSpan kept) =>
        redis.StringSetAsync(name, Convert.ToBase64String(RandomNumberGenerator.GetBytes(12)), kept, When.NotExists);

    private static RedisKey NameOf(RedisSession session, Removal removal) => $"{session.Names}g:{removal}";

    private static string Digest(RedisValue[] words) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(' ', words))))[..32];
}
