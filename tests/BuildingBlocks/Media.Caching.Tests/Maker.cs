namespace Media.Caching.Tests;

/// <summary>Makes texts that count how often it was begun; can be held, released and failed.</summary>
public sealed class Maker(string says = "made")
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _gate = Open();
    private int _count;

    public int Begun => _count;

    public Task HasBegun => _begun.Task;

    public void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _gate.SetResult();

    public void Fail(Exception failure) => _gate.SetException(failure);

    public async Task<string> Make(CancellationToken stop)
    {
        var number = Interlocked.Increment(ref _count);
        _begun.TrySetResult();
        await _gate.Task.WaitAsync(stop);
        return $"{says} {number}";
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
