using System.Diagnostics;

namespace Media.Testing.Hosting;

/// <summary>Waits for what comes of itself, and not for longer than a limit.</summary>
public static class Wait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    public static Task Until(Func<bool> holds, Func<string>? what = null, TimeSpan? longest = null) => Until(() => Task.FromResult(holds()), what, longest);

    /// <param name="what">What stands in the exception: what was waited for, and how it stood in the end.</param>
    /// <param name="longest">Where 20 s are not enough.</param>
    /// <exception cref="TimeoutException">It did not hold within that time.</exception>
    public static async Task Until(Func<Task<bool>> holds, Func<string>? what = null, TimeSpan? longest = null)
    {
        var limit = longest ?? Longest;
        var began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(began) > limit)
            {
                throw new TimeoutException($"It did not come to hold within {limit.TotalSeconds} s. {what?.Invoke()}");
            }

            await Task.Delay(LookAgain);
        }
    }
}
