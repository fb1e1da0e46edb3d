using Media.Documents;
using Media.Orchestration.Track;
using Media.Web;

namespace Media.Orchestration.Status;

/// <summary>Reads of sagas for people and programs: of their own tenant, and of what is not purged.</summary>
internal sealed class FileStateReads(IDocuments<FileState> states, StatusWaiters waiters, KnownWithin known, TimeProvider time)
{
    // What other processes write is seen by reading again.
    private static readonly TimeSpan ReadAgain = TimeSpan.FromMilliseconds(500);

    /// <summary>The file as it is now; of one that was just stored the saga may still be on its way, and is waited for.</summary>
    public Task<FileState?> Find(Guid id, string tenant, CancellationToken stop) =>
        known.Ask(id.ToString(), ends => Get(id, tenant, ends), stop);

    /// <summary>The file as soon as <paramref name="until"/> holds, or as it is after the wait; null where there is none, or none any more.</summary>
    public async Task<FileState?> Wait(Guid id, string tenant, TimeSpan wait, Func<FileState, bool> until, CancellationToken stop)
    {
        var asked = time.GetTimestamp();
        var written = waiters.NextWrite(id);
        var file = await Find(id, tenant, stop);
        while (file is not null && !until(file) && wait - time.GetElapsedTime(asked) is var left && left > TimeSpan.Zero)
        {
            await Task.WhenAny(written, Task.Delay(left < ReadAgain ? left : ReadAgain, time, stop));
            stop.ThrowIfCancellationRequested();
            written = waiters.NextWrite(id);
            file = await Get(id, tenant, stop);
        }

        return file;
    }

    private async Task<FileState?> Get(Guid id, string tenant, CancellationToken stop) =>
        await states.Get(id.ToString(), stop) is { PurgingSince: null } file && file.Tenant == tenant ? file : null;
}
