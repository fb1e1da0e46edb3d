using System.Diagnostics;

namespace Media.Testing.Hosting;

/// <summary>Waits for what comes of itself, and not for longer than a limit.</summary>
public static class Wait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    public static Task Until(Func<bool> holds) => Until(() => Task.FromResult(holds()));

    /// <exception cref="TimeoutException">It did not hold within 20 s.</exception>
    public static async Task Until(Func<Task<bool>> holds)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(began) > Longest)
            {
                throw new TimeoutException($"It did not come to hold within {Longest.TotalSeconds} s.");
            }

            await Task.Delay(LookAgain);
        }
    }
}
