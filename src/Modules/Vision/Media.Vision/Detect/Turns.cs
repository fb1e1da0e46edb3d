using Microsoft.Extensions.Options;

namespace Media.Vision.Detect;

/// <summary>
/// Who may detect now: as many at once as there are cores to work on. Requests wait in a bounded queue; steps wait as long as it takes, for the bus
/// hands out only so many of them.
/// </summary>
internal sealed class Turns : IDisposable
{
    private readonly SemaphoreSlim room;
    private readonly int callers;
    private readonly int mostRequests;
    private int requests;

    public Turns(IOptions<VisionSettings> settings)
    {
        callers = settings.Value.Concurrency > 0 ? settings.Value.Concurrency : Environment.ProcessorCount;
        mostRequests = callers + settings.Value.Queue;
        room = new SemaphoreSlim(callers);
    }

    /// <summary>Whether a request would be turned away if it asked now.</summary>
    public bool IsFull => Volatile.Read(ref requests) >= mostRequests;

    /// <summary>Waits for a turn; null, at once, where too many requests wait already. Disposing ends the turn.</summary>
    public async Task<IDisposable?> ForRequest(CancellationToken stop)
    {
        if (Interlocked.Increment(ref requests) > mostRequests)
        {
            Interlocked.Decrement(ref requests);
            return null;
        }

        try
        {
            await room.WaitAsync(stop);
            return new Turn(this, isRequest: true);
        }
        catch
        {
            Interlocked.Decrement(ref requests);
            throw;
        }
    }

    /// <summary>Waits for a turn. Disposing ends it.</summary>
    public async Task<IDisposable> ForStep(CancellationToken stop)
    {
        await room.WaitAsync(stop);
        return new Turn(this, isRequest: false);
    }

    /// <summary>Waits until nobody is at it any more, and lets nobody begin.</summary>
    /// <returns>Whether that was so within the limit.</returns>
    public async Task<bool> Close(TimeSpan limit)
    {
        for (var i = 0; i < callers; i++)
        {
            if (!await room.WaitAsync(limit))
            {
                return false;
            }
        }

        return true;
    }

    public void Dispose() => room.Dispose();

    private void End(bool isRequest)
    {
        if (isRequest)
        {
            Interlocked.Decrement(ref requests);
        }

        room.Release();
    }

    private sealed class Turn(Turns turns, bool isRequest) : IDisposable
    {
        private int ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0)
            {
                turns.End(isRequest);
            }
        }
    }
}
