using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Media.Caching.Redis;

/// <summary>
/// Keeps a session with Redis where one can be had, and what is removed in step with it. In touch, removals of others are heard, and
/// each of our own is told before it counts as done. Out of touch, memory is believed for a short time only, and what was removed
/// here is owed: the next session begins when it is told, and with an empty memory.
/// </summary>
internal sealed class RedisLink : IAsyncDisposable
{
    // A new try each 500 ms, and a look whether Redis still answers each second: with the limit of a call they bound how long a process
    // believes what it has in memory without being in touch.
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly string _self = $"{Guid.NewGuid():n}";
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Owed _owed = new();
    private readonly RedisSettings _settings;
    private readonly ILogger<RedisLink> _log;
    private readonly ITimer _outOfTouch;
    private Action<Removal> _drop = _ => { };
    private Task _run = Task.CompletedTask;
    private RedisSession? _current;
    private bool _isKnownAway;

    public RedisLink(IOptions<RedisSettings> settings, TimeProvider time, IMeterFactory meters, ILogger<RedisLink> log)
    {
        (_settings, _log) = (settings.Value, log);
        _outOfTouch = time.CreateTimer(_ => DropIfAway(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        meters.Create("Media.Caching").CreateObservableGauge(
            "media.cache.redis.connected", () => Current is null ? 0 : 1, description: "1 while the cache is shared through Redis, 0 while Redis is out of reach.");
    }

    /// <summary>The session, while in touch.</summary>
    public RedisSession? Current => Volatile.Read(ref _current);

    public void Begin(Action<Removal> drop)
    {
        _drop = drop;
        _run = Task.Run(() => Run(_stop.Token), CancellationToken.None);
    }

    /// <summary>Tells a removal, or owes it. Either way nobody in this process finds in Redis what was made before it.</summary>
    public async Task Remove(Removal removal)
    {
        while (true)
        {
            RedisSession session;
            lock (_lock)
            {
                if (_current is null)
                {
                    _owed.Add(removal);
                    return;
                }

                session = _current;
            }

            try
            {
                await Tell(session, [removal]);
                return;
            }
            catch (RedisAwayException)
            {
                // That session is over: it is owed now, or told to the next.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _outOfTouch.DisposeAsync();
        _stop.Dispose();
    }

    private async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var session = await Open();
                await Enter(session);
                while (!session.Ended.IsCompleted)
                {
                    await Task.WhenAny(session.Ended, Task.Delay(Beat, stop));
                    stop.ThrowIfCancellationRequested();
                    await Generations.Refresh(session);
                    await session.Listen();
                }
            }
            catch (RedisAwayException away)
            {
                Away(away.Message);
            }

            await Task.Delay(Again, stop);
        }
    }

    private async Task<RedisSession> Open()
    {
        var reasons = new List<string>();
        foreach (var address in _settings.Addresses)
        {
            try
            {
                return await RedisSession.Open(_settings, address, Leave, Hear);
            }
            catch (RedisAwayException away)
            {
                reasons.Add(away.Message);
            }
        }

        throw new RedisAwayException(string.Join("; ", reasons));
    }

    // From here on removals of others are heard, and those that were not are as if everything had been removed. What begins between
    // this and the session's being current is made out of touch, and hears them too.
    private async Task Enter(RedisSession session)
    {
        _drop(Removal.Everything);
        await Generations.Refresh(session);
        while (true)
        {
            IReadOnlyList<Removal> owed;
            lock (_lock)
            {
                owed = _owed.Take();
                if (owed.Count == 0)
                {
                    if (session.Ended.IsCompleted)
                    {
                        return;
                    }

                    _current = session;
                    break;
                }
            }

            try
            {
                await Tell(session, owed);
            }
            catch (RedisAwayException)
            {
                lock (_lock)
                {
                    _owed.GiveBack(owed);
                }

                throw;
            }
        }

        var wasAway = false;
        lock (_lock)
        {
            (wasAway, _isKnownAway) = (_isKnownAway, false);
        }

        if (wasAway)
        {
            _log.LogInformation("Redis is in reach: the cache is shared");
        }
    }

    private void Leave(RedisSession session, string why)
    {
        lock (_lock)
        {
            if (_current != session)
            {
                return;
            }

            _current = null;
            _outOfTouch.Change(_settings.OutOfTouch, Timeout.InfiniteTimeSpan);
        }

        Away(why);
    }

    private void DropIfAway()
    {
        if (Current is null)
        {
            _drop(Removal.Everything);
        }
    }

    // Said once, not with each try.
    private void Away(string why)
    {
        lock (_lock)
        {
            if (_isKnownAway || _stop.IsCancellationRequested)
            {
                return;
            }

            _isKnownAway = true;
        }

        _log.LogWarning("Redis is out of reach: this process caches alone until it is back ({Why})", why);
    }

    // First gone, then said: who hears of it looks it up anew and must not find it.
    private async Task Tell(RedisSession session, IReadOnlyList<Removal> removals)
    {
        await Generations.End(session, removals);
        await Task.WhenAll(removals.Select(removal => session.Say($"{_self}{removal}")));
    }

    // What we say ourselves comes back too; by then it is done here, and somebody may have made it anew.
    private void Hear(string text)
    {
        if (text.Length > _self.Length && !text.StartsWith(_self, StringComparison.Ordinal) && Removal.Parse(text[_self.Length..]) is { } removal)
        {
            _drop(removal);
        }
    }
}
