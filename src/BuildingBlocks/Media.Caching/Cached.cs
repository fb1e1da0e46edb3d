using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using ZiggyCreatures.Caching.Fusion;

namespace Media.Caching;

/// <summary>
/// FusionCache in memory, with or without something behind it. What goes beyond it: those who wait for one maker share its failure too,
/// where FusionCache lets each of them try in turn; a caller that leaves ends nobody's maker, where FusionCache runs it under the first
/// caller's token; and what was being made when its key was removed is not kept.
/// </summary>
internal sealed class Cached : ICache
{
    // FusionCache may have Redis as its second level; that is looked into by what is behind, and not by every look into memory.
    private static readonly FusionCacheEntryOptions InMemory =
        new() { SkipDistributedCacheRead = true, SkipDistributedCacheWrite = true, SkipBackplaneNotifications = true };

    private readonly ConcurrentDictionary<string, Flight> _flights = new(StringComparer.Ordinal);
    private readonly MemoryCache _memory;
    private readonly IFusionCache _cache;
    private readonly IBehind _behind;
    private readonly TimeSpan _makerLimit;

    /// <param name="memory">Where <paramref name="cache"/> keeps what it keeps in memory.</param>
    public Cached(MemoryCache memory, IFusionCache cache, IBehind behind, TimeSpan makerLimit)
    {
        (_memory, _cache, _behind, _makerLimit) = (memory, cache, behind, makerLimit);
        Tags = new TagIndex(key => _flights.ContainsKey(key) || cache.TryGet<object>(key, InMemory).HasValue);
        behind.Begin(Drop);
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
                if (await _cache.TryGetAsync<T>(key, InMemory, stop) is { HasValue: true } cached)
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

    public Task Remove(string key, CancellationToken stop) => Remove(Removal.OfKey(key), stop);

    public Task RemoveTagged(string tag, CancellationToken stop) => Remove(Removal.OfTag(tag), stop);

    // Behind first: what a maker finds there once it is dropped here is then none of what was removed.
    // Not given up half-way: it takes no longer than one call that nobody answers.
    private async Task Remove(Removal removal, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        await _behind.Remove(removal);
        Drop(removal);
    }

    private void Drop(Removal removal)
    {
        switch (removal.Kind)
        {
            case RemovalKind.Key:
                DropKey(removal.Name);
                break;
            case RemovalKind.Tag:
                foreach (var key in Tags.Of(removal.Name))
                {
                    DropKey(key);
                }

                break;
            default:
                foreach (var flight in _flights.Values)
                {
                    flight.Outdate();
                }

                _memory.Clear();
                break;
        }
    }

    private void DropKey(string key)
    {
        if (_flights.TryGetValue(key, out var flight))
        {
            flight.Outdate();
        }

        _cache.Remove(key, InMemory);
    }

    private async Task<T> Make<T>(
        string key, Func<CancellationToken, Task<T>> make, TimeSpan lifetime, IReadOnlyList<string> tags, Flight flight)
    {
        try
        {
            // Before anything is looked for behind: a removal that is heard from now on finds this flight.
            Tags.Add(key, tags);

            // Another maker may have ended between our look and our turn.
            if (await _cache.TryGetAsync<T>(key, InMemory) is { HasValue: true } cached)
            {
                return cached.Value;
            }

            var made = await _behind.FoundOrMade(key, tags, lifetime, () => WithinLimit(key, make));
            if (made.Kept > TimeSpan.Zero)
            {
                await Keep(key, made, tags, flight);
            }

            return made.Value;
        }
        finally
        {
            _flights.TryRemove(KeyValuePair.Create(key, flight));
        }
    }

    // Nobody's token: it ends for all who wait, and what it makes serves the next one if they have all left.
    private async Task<T> WithinLimit<T>(string key, Func<CancellationToken, Task<T>> make)
    {
        using var limit = new CancellationTokenSource(_makerLimit);
        try
        {
            return await make(limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"what makes '{key}' took longer than {_makerLimit}", late);
        }
    }

    private async Task Keep<T>(string key, Made<T> made, IReadOnlyList<string> tags, Flight flight)
    {
        var options = InMemory.Duplicate(made.Kept).SetSize(EntrySize.Of(key, tags, made.Value));
        await _cache.SetAsync(key, made.Value, options);

        // A removal marks the flight and then removes the entry; so it has either seen this entry, or is seen here.
        if (flight.IsOutdated)
        {
            await _cache.RemoveAsync(key, InMemory);
        }
    }
}
