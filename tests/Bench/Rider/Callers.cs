namespace Media.Bench.Rider;

/// <summary>As many callers at once as a busy process has; each waits for its letter's acknowledgement before it says the next.</summary>
internal static class Callers
{
    public static readonly int AtOnce = int.Parse(Environment.GetEnvironmentVariable("CALLERS") ?? "256");

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
