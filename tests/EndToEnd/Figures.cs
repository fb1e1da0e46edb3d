namespace Media.EndToEnd.Tests;

/// <summary>Where a long run says what it measured: one line of words, which ./test appends to docs/fault-runs.md.</summary>
internal static class Figures
{
    public static void Write(string figures)
    {
        if (Environment.GetEnvironmentVariable("MEDIA_FIGURES") is { Length: > 0 } path)
        {
            File.WriteAllText(path, figures);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(figures);
    }
}
