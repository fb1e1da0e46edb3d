using StackExchange.Redis;

namespace Media.Caching.Redis;

/// <summary>
/// The turn to make a value: one process has it, and the others wait. A lock that runs out soon and is prolonged while it is held, so
/// that a process that dies holds up nobody for longer than that. It saves work; that values are right does not hang on it.
/// </summary>
internal sealed class RedisTurn : IAsyncDisposable
{
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _done = new();
    private readonly RedisSession _session;
    private readonly RedisKey _name;
    private readonly RedisValue _token;
    private readonly Task _prolonging;

    private RedisTurn(RedisSession session, RedisKey name, RedisValue token)
    {
        (_session, _name, _token) = (session, name, token);
        _prolonging = Prolong();
    }

    /// <summary>Waits for the turn.</summary>
    /// <param name="limit">For how long at most.</param>
    /// <returns>Null where it did not come within the limit, or Redis went away.</returns>
    public static async Task<RedisTurn?> Take(RedisSession session, string place, TimeSpan limit)
    {
        RedisKey name = $"{place}:turn";
        RedisValue token = $"{Guid.NewGuid():n}";
        using var late = new CancellationTokenSource(limit);
        try
        {
            for (var wait = FirstWait; !late.IsCancellationRequested; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
            {
                if (await session.Ask(redis => redis.LockTakeAsync(name, token, Held)))
                {
                    return new RedisTurn(session, name, token);
                }

                await Task.Delay(wait, late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (RedisAwayException)
        {
            // Everybody for themselves, then.
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _prolonging;
        _done.Dispose();
        try
        {
            await _session.Ask(redis => redis.LockReleaseAsync(_name, _token));
        }
        catch (RedisAwayException)
        {
            // It runs out.
        }
    }

    private async Task Prolong()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Held / 3, _done.Token);
                await _session.Ask(redis => redis.LockExtendAsync(_name, _token, Held));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or RedisAwayException)
        {
            // Done, or it runs out.
        }
    }
}
