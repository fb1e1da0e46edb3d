using System.Globalization;

namespace Media.Vision.Ask;

/// <summary>
/// Where bodies lie while they are looked at: a folder of this process alone among the machine's temporary ones. What processes that were killed have
/// left behind goes when the next one starts.
/// </summary>
internal sealed class SpoolFolder : IDisposable
{
    private const string Prefix = "media-vision-";

    private readonly Lazy<string> folder = new(Make);

    /// <summary>A name for a new file.</summary>
    public string NewFile() => Path.Combine(folder.Value, Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (folder.IsValueCreated && Directory.Exists(folder.Value))
        {
            Directory.Delete(folder.Value, recursive: true);
        }
    }

    private static string Make()
    {
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*").Where(IsLeftBehind))
        {
            try
            {
                Directory.Delete(left, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another process that starts now is at it, or it belongs to somebody else.
            }
        }

        // For this user alone: temporary folders are everybody's.
        return Directory.CreateTempSubdirectory($"{Prefix}{Environment.ProcessId}-").FullName;
    }

    private static bool IsLeftBehind(string path) =>
        Path.GetFileName(path)[Prefix.Length..].Split('-') is [var process, _]
        && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && !Directory.Exists($"/proc/{id}");
}
