namespace Media.Blobs.Folder;

/// <summary>
/// The blob folder as this process's own, until disposed of. A second process would sweep the first one's blobs on their way in,
/// so it is kept out by a lock that the kernel gives back however a process ends.
/// </summary>
internal sealed class Ownership : IDisposable
{
    /// <summary>Where blobs are until they have a key: under the root, so that it is the same file system. No key begins with a dot.</summary>
    public const string IncomingName = ".incoming";

    private const string LockName = ".lock";

    private readonly FileStream _claim;

    private Ownership(FileStream claim) => _claim = claim;

    /// <exception cref="IOException">Another process has the folder, or the disk cannot do what the engine needs.</exception>
    public static Ownership Take(string root)
    {
        MakePrivate(root);
        var incoming = Path.Combine(root, IncomingName);
        Directory.CreateDirectory(incoming);
        var held = Lock(root);
        try
        {
            // Under the lock whatever is here belongs to a process that is gone.
            foreach (var left in Directory.EnumerateFiles(incoming))
            {
                File.Delete(left);
            }

            Probe(incoming);
            Posix.FlushFolder(root);
            Posix.FlushFolder(Path.GetDirectoryName(root) ?? root);
            return new Ownership(held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose() => _claim.Dispose();

    // Originals are private: the root keeps other users of the machine out, whatever the umask makes of what is in it.
    private static void MakePrivate(string root)
    {
        if (!Directory.Exists(root))
        {
            Directory.CreateDirectory(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static FileStream Lock(string root)
    {
        try
        {
            return new FileStream(Path.Combine(root, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (failure is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new IOException($"another process uses it ({failure.Message})", failure);
        }
    }

    // A disk without hard links (FAT, some network shares) would refuse each new blob: better to say so once, at the start.
    private static void Probe(string incoming)
    {
        var file = Path.Combine(incoming, "probe");
        var name = Path.Combine(incoming, "probe-linked");
        File.WriteAllBytes(file, []);
        try
        {
            Posix.Link(file, name);
        }
        finally
        {
            File.Delete(file);
            File.Delete(name);
        }
    }
}
