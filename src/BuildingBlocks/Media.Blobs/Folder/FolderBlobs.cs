using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Media.Blobs.Folder;

/// <summary>
/// The embedded engine: a blob is a file whose path is its key. It is written beside its place under a name that no key can have,
/// flushed, and moved: a killed writer leaves nothing that can be seen. The folder is this process's alone (the document store holds its lock).
/// </summary>
internal sealed class FolderBlobs : IBlobs
{
    private const int BufferBytes = 128 * 1024;
    private const string Temporary = ".tmp";

    private readonly string _root;
    private readonly string _temporary;

    public FolderBlobs(IOptions<BlobsSettings> settings)
    {
        _root = settings.Value.Folder;
        _temporary = Path.Combine(_root, Temporary);
        try
        {
            // What is there was left by a writer that died: this process has written nothing yet.
            if (Directory.Exists(_temporary))
            {
                Directory.Delete(_temporary, recursive: true);
            }

            Directory.CreateDirectory(_temporary);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"Media:Data: '{_root}' must be a folder that can be written: {wrong.Message}", wrong);
        }
    }

    public async Task<BlobWritten> Write(string key, Stream content, long maxBytes, CancellationToken stop) =>
        (await Write(key, content, maxBytes, replace: true, stop))!;

    public Task<BlobWritten?> WriteNew(string key, Stream content, long maxBytes, CancellationToken stop) =>
        Write(key, content, maxBytes, replace: false, stop);

    public Task<BlobContent?> Read(string key, long offset, long? length, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return Done(() =>
        {
            if (Open(key) is not { } file)
            {
                return null;
            }

            var bytes = file.Length;
            var end = length is null ? bytes : Math.Min(bytes, offset + length.Value);
            file.Seek(Math.Min(offset, bytes), SeekOrigin.Begin);
            return new BlobContent(end == bytes ? file : new FirstBytes(file, Math.Max(0, end - offset)), bytes);
        });
    }

    public Task<BlobFacts?> Stat(string key, CancellationToken stop) => Done(() =>
        new FileInfo(PathOf(key)) is { Exists: true } file ? new BlobFacts(key, file.Length, new DateTimeOffset(file.LastWriteTimeUtc)) : null);

    public Task<LocalBlob?> Localize(string key, CancellationToken stop) => Done(() =>
        PathOf(key) is var path && File.Exists(path) ? new LocalBlob(path, temporary: false) : null);

    public Task Delete(string key, CancellationToken stop) => Done(() =>
    {
        var path = PathOf(key);
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // No folder, no blob.
        }

        Tidy(Path.GetDirectoryName(path)!);
        return true;
    });

    public Task<long> DeleteUnder(string prefix, CancellationToken stop) => Done(() =>
    {
        BlobKey.CheckPrefix(prefix);
        var folder = Path.Combine(_root, prefix[..^1]);
        var deleted = 0L;
        foreach (var path in Files(folder))
        {
            stop.ThrowIfCancellationRequested();
            File.Delete(path);
            deleted++;
            Tidy(Path.GetDirectoryName(path)!);
        }

        return deleted;
    });

    public async IAsyncEnumerable<BlobFacts> List(string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        if (prefix.Length > 0)
        {
            BlobKey.CheckPrefix(prefix);
        }

        await Task.CompletedTask;
        foreach (var path in Ordered(Path.Combine(_root, prefix)))
        {
            stop.ThrowIfCancellationRequested();
            if (new FileInfo(path) is { Exists: true } file)
            {
                yield return new BlobFacts(Path.GetRelativePath(_root, path), file.Length, new DateTimeOffset(file.LastWriteTimeUtc));
            }
        }
    }

    private async Task<BlobWritten?> Write(string key, Stream content, long maxBytes, bool replace, CancellationToken stop)
    {
        var path = PathOf(key);
        var beside = Path.Combine(_temporary, Guid.NewGuid().ToString("N"));
        try
        {
            var written = await Fill(beside, content, maxBytes, stop);
            return Reach(() => Place(beside, path, replace)) ? written : null;
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static async Task<BlobWritten> Fill(string path, Stream content, long maxBytes, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            await using var file = Reach(() => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0));
            var bytes = 0L;
            // What the content throws is its own; what the file throws is the store's.
            while (await content.ReadAsync(buffer, stop) is > 0 and var read)
            {
                bytes += read;
                if (bytes > maxBytes)
                {
                    throw new BlobTooLargeException(maxBytes);
                }

                sha256.AppendData(buffer, 0, read);
                Reach(() =>
                {
                    file.Write(buffer, 0, read);
                    return true;
                });
            }

            Reach(() =>
            {
                file.Flush(flushToDisk: true);
                return true;
            });
            return new BlobWritten(bytes, Convert.ToHexStringLower(sha256.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool Place(string from, string to, bool replace)
    {
        var folder = Path.GetDirectoryName(to)!;
        for (var tries = 0; ; tries++)
        {
            Directory.CreateDirectory(folder);
            try
            {
                if (replace)
                {
                    File.Move(from, to, overwrite: true);
                }
                else if (!HardLink.TryCreate(from, to))
                {
                    return false;
                }

                FolderFlush.Flush(folder);
                return true;
            }
            catch (DirectoryNotFoundException) when (tries < 10)
            {
                // Somebody tidied the empty folder away between the two.
            }
        }
    }

    // Empty folders go, up to the root; one that has just been filled again stays.
    private void Tidy(string folder)
    {
        while (folder.Length > _root.Length)
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (DirectoryNotFoundException)
            {
                // Gone already; the one above may be empty too.
            }
            catch (IOException)
            {
                return;
            }

            folder = Path.GetDirectoryName(folder)!;
        }
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [];

    // Ordered by key: a folder's name counts with the slash that follows it in keys.
    private static IEnumerable<string> Ordered(string folder)
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(e => e.Name != Temporary)
            .Select(e => (Entry: e, Name: e is DirectoryInfo ? e.Name + "/" : e.Name))
            .OrderBy(e => e.Name, StringComparer.Ordinal);
        foreach (var (entry, _) in entries)
        {
            foreach (var file in entry is DirectoryInfo ? Ordered(entry.FullName) : [entry.FullName])
            {
                yield return file;
            }
        }
    }

    private FileStream? Open(string key)
    {
        try
        {
            return new FileStream(
                PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private string PathOf(string key)
    {
        BlobKey.Check(key);
        return Path.Combine(_root, key);
    }

    // Calls to a local file system are short: they run where they are asked for.
    private static Task<T> Done<T>(Func<T> act)
    {
        try
        {
            return Task.FromResult(Reach(act));
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException)
        {
            return Task.FromException<T>(wrong);
        }
    }

    private static T Reach<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new BlobsUnavailableException($"the blob store does not work: {broken.Message}", broken);
        }
    }
}
