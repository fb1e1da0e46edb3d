using Media.Documents;
using Media.Orchestration.Track;

namespace Media.Orchestration.Status;

/// <summary>Reads of sagas for people and programs: of their own tenant, and of what is not purged.</summary>
internal sealed class FileStateReads(IDocuments<FileState> states, StatusWaiters waiters, TimeProvider time)
{
    // What other processes write is seen by reading again.
    private static readonly TimeSpan ReadAgain = TimeSpan.FromMilliseconds(500);

    /// <summary>News of a file that was just stored travels: how long its saga may take to appear.</summary>
    private static readonly TimeSpan News = TimeSpan.FromSeconds(2);

    public async Task<FileState?> Get(Guid id, string tenant, CancellationToken stop) =>
        await states.Get(id.ToString(), stop) is { PurgingSince: null } file && file.Tenant == tenant ? file : null;

    /// <summary>The file, once it is there and, where <paramref name="until"/> is given, once that holds; at the latest after the wait.</summary>
    public async Task<FileState?> Wait(Guid id, string tenant, TimeSpan wait, Func<FileState, bool> until, CancellationToken stop)
    {
        var asked = time.GetTimestamp();
        while (true)
        {
            var written = waiters.NextWrite(id);
            var file = await Get(id, tenant, stop);
            var left = (file is null ? News : wait) - time.GetElapsedTime(asked);
            if ((file is not null && until(file)) || left <= TimeSpan.Zero)
            {
                return file;
            }

            await Task.WhenAny(written, Task.Delay(left < ReadAgain ? left : ReadAgain, time, stop));
            stop.ThrowIfCancellationRequested();
        }
    }
}
