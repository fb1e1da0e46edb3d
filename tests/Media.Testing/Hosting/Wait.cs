using System.Diagnostics;

namespace Media.Testing.Hosting;

/// <summary>Waits for what comes of itself, and not for longer than a limit.</summary>
public static class Wait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    public static Task Until(Func<bool> holds, Func<string>? what = null) => Until(() => Task.FromResult(holds()), what);

    /// <param name="what">What stands in the exception: what was waited for, and how it stood in the end.</param>
    /// <exception cref="TimeoutException">It did not hold within 20 s.</exception>
    public static async Task Until(Func<Task<bool>> holds, Func<string>? what = null)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(began) > Longest)
            {
                throw new TimeoutException($"It did not come to hold within {Longest.TotalSeconds} s. {what?.Invoke()}");
            }

            await Task.Delay(LookAgain);
        }
    }
}
