namespace Media.Bench.Rider;

/// <summary>
/// Many callers at once, as handlers are: 35 endpoints of 32 each in a process with all modules. Each waits for its letter's acknowledgement
/// before it says the next, so that fewer of them would measure how long the broker takes, and not what a message costs.
/// </summary>
internal static class Callers
{
    private const int AtOnce = 1024;

    public static Task Run(int letters, Func<Letter, Task> say)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number < letters)
            {
                await say(Letters.At(number));
            }
        })));
    }
}
