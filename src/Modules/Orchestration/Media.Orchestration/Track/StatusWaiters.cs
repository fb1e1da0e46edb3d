using Media.Messaging.Sagas;
using Media.Web;

namespace Media.Orchestration.Track;

/// <summary>Wakes who waits in this process for a file to change. Files share a bounded number of bells: a ring may be another file's.</summary>
internal sealed class StatusWaiters(KnownWithin known) : ISagaObserver<FileState>
{
    private readonly TaskCompletionSource[] _bells = [.. Enumerable.Range(0, 1024).Select(_ => Bell())];

    public void Written(FileState instance)
    {
        Interlocked.Exchange(ref BellOf(instance.CorrelationId), Bell()).TrySetResult();
        known.Heard(instance.Id);
    }

    /// <summary>Ends at the file's next write in this process, or at another's. Ask for it before reading, so that no write falls between.</summary>
    public Task NextWrite(Guid file) => Volatile.Read(ref BellOf(file)).Task;

    private static TaskCompletionSource Bell() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ref TaskCompletionSource BellOf(Guid file) => ref _bells[(uint)file.GetHashCode() % _bells.Length];
}
