namespace Media.Sandbox;

/// <summary>A fresh folder for one child; it goes, with all that is in it, when this is disposed of.</summary>
public sealed class WorkFolder : IDisposable
{
    /// <summary>Readable by this user alone.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("media-child-").FullName;

    /// <summary>The path of a file in it.</summary>
    /// <param name="name">A name of ours.</param>
    public string File(string name) => System.IO.Path.Combine(Path, name);

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
