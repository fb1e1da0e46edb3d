using System.Diagnostics;

namespace Media.EndToEnd.Tests.Hosting;

/// <summary>Waits for a condition, and no longer than a limit.</summary>
internal static class Until
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    public static async Task True(Func<Task<bool>> condition, TimeSpan limit, Func<string> otherwise, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed >= limit)
            {
                Assert.Fail($"Not within {limit.TotalSeconds} s. {otherwise()}");
            }

            await Task.Delay(Between, stop);
        }
    }

    public static Task True(Func<bool> condition, TimeSpan limit, Func<string> otherwise, CancellationToken stop) =>
        True(() => Task.FromResult(condition()), limit, otherwise, stop);
}
