using System.Text.Json;

namespace Media.Testing.Description;

/// <summary>
/// Compares the description that a host gives with the copy in the repository, so that no change of the interface goes by unseen.
/// With UPDATE_OPENAPI=1 in the environment the copy is written anew instead.
/// </summary>
public static class StoredDescription
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="live">What /openapi/v1.json answered.</param>
    /// <param name="path">The stored copy.</param>
    /// <exception cref="DescriptionException">They differ; the message says where first, and how to update.</exception>
    public static async Task Compare(string live, string path, CancellationToken stop)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(path, Normal(live), stop);
            return;
        }

        var stored = File.Exists(path) ? await File.ReadAllTextAsync(path, stop) : "";
        if (Difference(live, stored) is { } difference)
        {
            throw new DescriptionException(
                $"{Path.GetFileName(path)} is not what the code serves. {difference} If the change is meant, run this test with UPDATE_OPENAPI=1 and commit the file.");
        }
    }

    /// <summary>Where the two differ first, or null.</summary>
    public static string? Difference(string live, string stored)
    {
        var now = Normal(live);
        if (stored == now)
        {
            return null;
        }

        var (before, after) = (stored.Split('\n'), now.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(before.Length, after.Length)).First(i => At(before, i) != At(after, i));
        return $"Line {line + 1}: stored «{At(before, line)}», served «{At(after, line)}».";
    }

    private static string Normal(string live) => JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(live), Indented) + "\n";

    private static string At(string[] lines, int line) => line < lines.Length ? lines[line].Trim() : "";
}

/// <summary>The interface and its description are not the same.</summary>
public sealed class DescriptionException(string message) : Exception(message);
