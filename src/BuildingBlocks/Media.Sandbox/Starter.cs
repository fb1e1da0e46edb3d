using System.Collections.Concurrent;

namespace Media.Sandbox;

/// <summary>
/// Starts children on one thread that lives as long as the process. The kernel ties "dies with its parent" to the thread that started the child: on a
/// thread of the pool, the child would be killed when the pool lets that thread go.
/// </summary>
internal static class Starter
{
    private static readonly Lazy<BlockingCollection<Action>> Queue = new(Begin);

    public static Task<T> Start<T>(Func<T> start)
    {
        var started = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue.Value.Add(() =>
        {
            try
            {
                started.SetResult(start());
            }
            catch (Exception failure)
            {
                started.SetException(failure);
            }
        });
        return started.Task;
    }

    private static BlockingCollection<Action> Begin()
    {
        var queue = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var start in queue.GetConsumingEnumerable())
            {
                start();
            }
        })
        { IsBackground = true, Name = "starts children" }.Start();
        return queue;
    }
}
