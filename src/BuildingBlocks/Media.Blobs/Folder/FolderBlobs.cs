using System.Runtime.CompilerServices;

namespace Media.Blobs.Folder;

/// <summary>Blobs as files in a folder of this machine, used by one process at a time.</summary>
internal sealed class FolderBlobs : IBlobs, IDisposable
{
    // Nobody else writes here, so no lock of the file system's is wanted on a file: FileShare as wide as it goes takes none.
    private const FileShare Unlocked = FileShare.ReadWrite | FileShare.Delete;

    private readonly string _incoming;
    private readonly Tree _tree;
    private readonly Walk _walk;
    private readonly Ownership _ownership;

    private FolderBlobs(string root, Ownership ownership)
    {
        _ownership = ownership;
        _incoming = Path.Combine(root, Ownership.IncomingName);
        _tree = new Tree(root);
        _walk = new Walk(root);
    }

    /// <summary>Takes the folder for this process, making it where it is not there, and sweeps what a killed process left on its way in.</summary>
    /// <exception cref="ArgumentException">Another process has it, or it cannot be used; the message names the setting.</exception>
    public static FolderBlobs Open(string folder)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        try
        {
            return new FolderBlobs(root, Ownership.Take(root));
        }
        catch (Exception failure) when (Disk.IsTrouble(failure))
        {
            throw new ArgumentException($"Media:Data: '{root}' must be a folder that this process can use alone: {failure.Message}", failure);
        }
    }

    public async Task<BlobWritten> Write(string key, Stream content, long maxBytes, CancellationToken stop)
    {
        var (file, written) = await Take(key, content, maxBytes, stop);
        using (file)
        {
            return await Disk.Do(
                () =>
                {
                    _tree.Replace(file.Path, key);
                    return written;
                },
                stop);
        }
    }

    public async Task<BlobWritten?> WriteNew(string key, Stream content, long maxBytes, CancellationToken stop)
    {
        if (await Stat(key, stop) is not null)
        {
            return null;
        }

        var (file, written) = await Take(key, content, maxBytes, stop);
        using (file)
        {
            return await Disk.Do(() => _tree.NameNew(file.Path, key) ? written : null, stop);
        }
    }

    public async Task<BlobContent?> Read(string key, long offset, long? length, CancellationToken stop)
    {
        BlobKey.Check(key);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (length is { } most)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(most);
        }

        if (await Disk.Do(() => Opened(_tree.PathOf(key)), stop) is not { } file)
        {
            return null;
        }

        var bytes = file.Length;
        if (offset > bytes)
        {
            await file.DisposeAsync();
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"the blob has {bytes} bytes");
        }

        var wanted = Math.Min(length ?? long.MaxValue, bytes - offset);
        return new BlobContent(wanted == bytes ? file : new FileRange(file, offset, wanted), bytes);
    }

    public Task<BlobFacts?> Stat(string key, CancellationToken stop)
    {
        BlobKey.Check(key);
        return Disk.Do(() => Walk.Facts(key, _tree.PathOf(key)), stop);
    }

    public async Task<LocalBlob?> Localize(string key, CancellationToken stop) =>
        await Stat(key, stop) is null ? null : new LocalBlob(_tree.PathOf(key), temporary: null);

    public Task Delete(string key, CancellationToken stop)
    {
        BlobKey.Check(key);
        return Disk.Do(() => Removed(key), stop);
    }

    public async Task<long> DeleteUnder(string prefix, CancellationToken stop)
    {
        BlobKey.CheckFolder(prefix);
        long deleted = 0;
        await foreach (var blob in List(prefix, stop))
        {
            deleted += await Disk.Do(() => Removed(blob.Key), stop) ? 1 : 0;
        }

        return deleted;
    }

    public async IAsyncEnumerable<BlobFacts> List(string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        BlobKey.CheckPrefix(prefix);
        using var found = _walk.Under(prefix).GetEnumerator();
        // In batches: a hop to another thread for each blob would cost more than looking at it.
        while (await Disk.Do(() => Batch(found), stop) is { Count: > 0 } batch)
        {
            foreach (var blob in batch)
            {
                yield return blob;
            }
        }
    }

    public void Dispose()
    {
        _tree.Dispose();
        _ownership.Dispose();
    }

    private static List<BlobFacts> Batch(IEnumerator<BlobFacts> found)
    {
        var batch = new List<BlobFacts>();
        while (batch.Count < 200 && found.MoveNext())
        {
            batch.Add(found.Current);
        }

        return batch;
    }

    // Unbuffered: who reads brings a buffer.
    private static FileStream? Opened(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Share = Unlocked, BufferSize = 0, Options = FileOptions.Asynchronous });
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException || Directory.Exists(path))
        {
            return null;
        }
    }

    private async Task<(Incoming File, BlobWritten Written)> Take(string key, Stream content, long maxBytes, CancellationToken stop)
    {
        BlobKey.Check(key);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        return await Incoming.Take(_incoming, content, maxBytes, stop);
    }

    private bool Removed(string key)
    {
        var path = _tree.PathOf(key);
        var there = File.Exists(path);
        if (there)
        {
            File.Delete(path);
        }

        _tree.Prune(Path.GetDirectoryName(path)!);
        return there;
    }
}
