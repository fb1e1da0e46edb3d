using System.Collections.Concurrent;

namespace Media.Web;

/// <summary>
/// News travels: who is asked for something that it has not heard of waits a little before it says that there is no such thing.
/// A bounded number of callers wait at once; those beyond get the answer of the moment.
/// </summary>
public sealed class KnownWithin(TimeProvider clock)
{
    private const int MostWaiting = 256;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    // For news that another process has written down: nobody wakes us for it.
    private static readonly TimeSpan ReadAgain = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, Waiters> _waiting = new(StringComparer.Ordinal);
    private int _callers;

    /// <summary>Reads until there is something, for up to 2 s; null where there is nothing even then.</summary>
    /// <param name="id">What <see cref="Heard"/> wakes by, the file's id as text.</param>
    /// <param name="read">Asked at once, when something is heard of the id, and every 250 ms.</param>
    public async Task<T?> Ask<T>(string id, Func<CancellationToken, Task<T?>> read, CancellationToken stop) where T : class
    {
        if (await read(stop) is { } known)
        {
            return known;
        }

        if (Interlocked.Increment(ref _callers) > MostWaiting)
        {
            Interlocked.Decrement(ref _callers);
            return null;
        }

        var waiters = Join(id);
        try
        {
            return await Wait(waiters, read, stop);
        }
        finally
        {
            Leave(id, waiters);
            Interlocked.Decrement(ref _callers);
        }
    }

    /// <summary>Wakes whoever waits for this id in this process. Call it once what was heard can be read.</summary>
    public void Heard(string id)
    {
        if (_waiting.TryGetValue(id, out var waiters))
        {
            waiters.Wake();
        }
    }

    private async Task<T?> Wait<T>(Waiters waiters, Func<CancellationToken, Task<T?>> read, CancellationToken stop) where T : class
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            // Taken before the read: what is heard while it runs ends the wait that follows.
            var heard = waiters.Next;
            if (await read(stop) is { } known)
            {
                return known;
            }

            var left = Longest - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            await Task.WhenAny(heard, Task.Delay(left < ReadAgain ? left : ReadAgain, clock, stop));
            stop.ThrowIfCancellationRequested();
        }
    }

    private Waiters Join(string id)
    {
        while (true)
        {
            var waiters = _waiting.GetOrAdd(id, static _ => new Waiters());
            if (waiters.Enter())
            {
                return waiters;
            }
        }
    }

    private void Leave(string id, Waiters waiters)
    {
        if (waiters.Exit())
        {
            _waiting.TryRemove(KeyValuePair.Create(id, waiters));
        }
    }

    /// <summary>Those who wait for one id. Once the last has left, nobody can enter: it is about to be removed.</summary>
    private sealed class Waiters
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;
        private bool _closed;

        internal Task Next
        {
            get
            {
                lock (_lock)
                {
                    return _next.Task;
                }
            }
        }

        internal bool Enter()
        {
            lock (_lock)
            {
                _count += _closed ? 0 : 1;
                return !_closed;
            }
        }

        internal bool Exit()
        {
            lock (_lock)
            {
                _closed = --_count == 0;
                return _closed;
            }
        }

        internal void Wake()
        {
            lock (_lock)
            {
                _next.SetResult();
                _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
