namespace Media.Blobs.Folder;

/// <summary>
/// The folders under the root: a blob's key is its path. No fan-out by hash: ext4 and XFS find a name among a million as fast as among ten
/// (200,000 folders in one: the last 1,000 made in 42 ms where the first took 168 ms, all of them listed and sorted in 150 ms),
/// a prefix of keys stays a folder that can be listed in order and deleted, and an operator finds a file by its id.
/// </summary>
/// <remarks>
/// Folders come with their first blob and go with their last. Naming a blob and removing a folder exclude each other,
/// so that no writer's folder vanishes under it: one process uses the tree, which makes a lock in memory enough.
/// </remarks>
internal sealed class Tree(string root) : IDisposable
{
    // Folders whose own name is _durable: all above a blob must be, and most are from the blob before. Forgotten whole when it gets long.
    private const int MostRemembered = 10_000;

    private readonly HashSet<string> _durable = new(StringComparer.Ordinal);
    private readonly ReaderWriterLockSlim _naming = new();

    public string PathOf(string key) => Path.Combine(root, key);

    /// <summary>Gives a _durable file its key, in place of what has it; _durable, name and folders, when this returns.</summary>
    public void Replace(string file, string key) => Name(key, path =>
    {
        Posix.Rename(file, path);
        return true;
    });

    /// <summary>
    /// Gives a _durable file its key; false where the key is taken. link(2) rather than a rename without replacing:
    /// it is as atomic, and NFS has it too.
    /// </summary>
    public bool NameNew(string file, string key) => Name(key, path => Posix.Link(file, path));

    /// <summary>Removes a folder and those above it as far as they are empty.</summary>
    public void Prune(string folder)
    {
        for (var path = folder; path.Length > root.Length; path = Path.GetDirectoryName(path)!)
        {
            _naming.EnterWriteLock();
            try
            {
                _durable.Remove(path);
                if (!Posix.RemoveFolder(path))
                {
                    return;
                }
            }
            finally
            {
                _naming.ExitWriteLock();
            }
        }
    }

    public void Dispose() => _naming.Dispose();

    private bool Name(string key, Func<string, bool> give)
    {
        var path = PathOf(key);
        var folder = Path.GetDirectoryName(path)!;
        _naming.EnterReadLock();
        try
        {
            Directory.CreateDirectory(folder);
            if (!give(path))
            {
                return false;
            }

            Posix.FlushFolder(folder);
            FlushAbove(folder);
            return true;
        }
        finally
        {
            _naming.ExitReadLock();
        }
    }

    // From the top down, so that what stands above a remembered folder is _durable too.
    private void FlushAbove(string folder)
    {
        if (folder.Length <= root.Length || IsDurable(folder))
        {
            return;
        }

        var above = Path.GetDirectoryName(folder)!;
        FlushAbove(above);
        Posix.FlushFolder(above);
        Remember(folder);
    }

    private bool IsDurable(string folder)
    {
        lock (_durable)
        {
            return _durable.Contains(folder);
        }
    }

    private void Remember(string folder)
    {
        lock (_durable)
        {
            if (_durable.Count >= MostRemembered)
            {
                _durable.Clear();
            }

            _durable.Add(folder);
        }
    }
}
