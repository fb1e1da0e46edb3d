using System.Collections.Concurrent;
using ZiggyCreatures.Caching.Fusion;

namespace Media.Caching;

/// <summary>
/// FusionCache in memory. What goes beyond it: those who wait for one maker share its failure too, where FusionCache lets each of them
/// try in turn; a caller that leaves ends nobody's maker, where FusionCache runs it under the first caller's token; and what was
/// being made when its key was removed is not kept.
/// </summary>
internal sealed class MemoryCached : ICache
{
    private readonly ConcurrentDictionary<string, Flight> _flights = new(StringComparer.Ordinal);
    private readonly IFusionCache _cache;
    private readonly TimeSpan _makerLimit;

    public MemoryCached(IFusionCache cache, TimeSpan makerLimit)
    {
        _cache = cache;
        _makerLimit = makerLimit;
        Tags = new TagIndex(key => _flights.ContainsKey(key) || cache.TryGet<object>(key).HasValue);
    }

    public TagIndex Tags { get; }

    public async Task<T> GetOrCreate<T>(
        string key, Func<CancellationToken, Task<T>> make, TimeSpan lifetime, IReadOnlyList<string> tags, CancellationToken stop)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        while (true)
        {
            // First who is at work, then what is cached: the other way round an outdated outcome could be met before it is dropped.
            if (!_flights.TryGetValue(key, out var flight))
            {
                if (await _cache.TryGetAsync<T>(key, token: stop) is { HasValue: true } cached)
                {
                    return cached.Value;
                }

                flight = _flights.GetOrAdd(key, id => new Flight<T>(self => Make(id, make, lifetime, tags, self)));
            }

            if (!flight.IsOutdated)
            {
                return await ((Flight<T>)flight).Outcome.WaitAsync(stop);
            }

            await flight.Ended.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.ThrowIfCancellationRequested();
        }
    }

    public async Task Remove(string key, CancellationToken stop)
    {
        if (_flights.TryGetValue(key, out var flight))
        {
            flight.Outdate();
        }

        await _cache.RemoveAsync(key, token: stop);
    }

    public async Task RemoveTagged(string tag, CancellationToken stop)
    {
        foreach (var key in Tags.Of(tag))
        {
            await Remove(key, stop);
        }
    }

    private async Task<T> Make<T>(
        string key, Func<CancellationToken, Task<T>> make, TimeSpan lifetime, IReadOnlyList<string> tags, Flight flight)
    {
        try
        {
            Tags.Add(key, tags);
            var (made, isNew) = await CachedOrMade(key, make);
            if (isNew)
            {
                await Keep(key, made, lifetime, tags, flight);
            }

            return made;
        }
        finally
        {
            _flights.TryRemove(KeyValuePair.Create(key, flight));
        }
    }

    private async Task<(T Value, bool IsNew)> CachedOrMade<T>(string key, Func<CancellationToken, Task<T>> make)
    {
        // Another maker may have ended between our look and our turn.
        if (await _cache.TryGetAsync<T>(key) is { HasValue: true } cached)
        {
            return (cached.Value, false);
        }

        // Nobody's token: it ends for all who wait, and what it makes serves the next one if they have all left.
        using var limit = new CancellationTokenSource(_makerLimit);
        try
        {
            return (await make(limit.Token).WaitAsync(limit.Token), true);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"what makes '{key}' took longer than {_makerLimit}", late);
        }
    }

    private async Task Keep<T>(string key, T made, TimeSpan lifetime, IReadOnlyList<string> tags, Flight flight)
    {
        var size = EntrySize.Of(key, tags, made);
        await _cache.SetAsync(key, made, options => options.SetDuration(lifetime).SetSize(size));

        // A removal marks the flight and then removes the entry; so it has either seen this entry, or is seen here.
        if (flight.IsOutdated)
        {
            await _cache.RemoveAsync(key);
        }
    }
}
