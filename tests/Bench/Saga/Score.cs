using System.Collections.Concurrent;
using Media.Messaging.Sagas;
using Media.Orchestration.Track;

namespace Media.Bench.Saga;

/// <summary>Counts what is written of sagas, and tells when a file's is over.</summary>
internal sealed class Score : ISagaObserver<FileState>
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _waiting = new();
    private long _writes;
    private long _transitions;

    public long Writes => Interlocked.Read(ref _writes);

    public long Transitions => Interlocked.Read(ref _transitions);

    public void Forget()
    {
        Interlocked.Exchange(ref _writes, 0);
        Interlocked.Exchange(ref _transitions, 0);
    }

    /// <summary>Ends once the file is ready and owes nobody anything.</summary>
    public Task Ready(Guid file) => _waiting.GetOrAdd(file, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Written(FileState instance)
    {
        Interlocked.Increment(ref _writes);
        // What rides in a write was made by it: what rode before is a document by then.
        Interlocked.Add(ref _transitions, instance.Events.Count);
        if (instance.Phase == FilePhase.Ready && instance.Owes.Slots.Count == 0 && _waiting.TryRemove(instance.CorrelationId, out var file))
        {
            file.TrySetResult();
        }
    }
}
