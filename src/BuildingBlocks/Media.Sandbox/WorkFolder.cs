namespace Media.Sandbox;

/// <summary>A fresh folder for one child; it goes, with all that is in it, when this is disposed of.</summary>
public sealed class WorkFolder : IDisposable
{
    private const string Prefix = "media-child-";

    // Longer than any child may run.
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(2);

    /// <summary>Readable by this user alone.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory(Prefix).FullName;

    /// <summary>The path of a file in it.</summary>
    /// <param name="name">A name of ours.</param>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Deletes what processes left behind that were killed while a child ran.</summary>
    internal static void SweepAbandoned()
    {
        foreach (var folder in new DirectoryInfo(System.IO.Path.GetTempPath()).EnumerateDirectories(Prefix + "*"))
        {
            try
            {
                if (folder.LinkTarget is null && DateTime.UtcNow - folder.LastWriteTimeUtc > Abandoned)
                {
                    folder.Delete(recursive: true);
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Another user's, or another process sweeps too.
            }
        }
    }

    /// <summary>Bytes of all files in it now.</summary>
    internal long Bytes()
    {
        try
        {
            // Links are not followed: the child made them.
            return new DirectoryInfo(Path)
                .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
                .Sum(file => file.Length);
        }
        catch (IOException)
        {
            // A file went while it was looked at; the next look is a tenth of a second away.
            return 0;
        }
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The child deleted it.
        }
    }
}
