using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Media.Blobs.Folder;

/// <summary>
/// A blob on its way in: a file without a key, in a folder of its own on the same file system. Disposing deletes it,
/// whether or not it was given a key meanwhile; what a killed process leaves is swept at the next start.
/// </summary>
internal sealed class Incoming : IDisposable
{
    // What a caller holds while its source is slow, so no larger than pays: 64 KiB and 1 MiB hash and write at the same speed.
    private const int BufferBytes = 64 * 1024;

    private readonly SafeFileHandle _file;

    private Incoming(string path)
    {
        Path = path;
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }

    public string Path { get; }

    /// <summary>Streams everything in and makes it durable.</summary>
    /// <returns>The file, and what it holds; the caller disposes of the file.</returns>
    public static async Task<(Incoming File, BlobWritten Written)> Take(string folder, Stream content, long maxBytes, CancellationToken stop)
    {
        var incoming = await Disk.Do(() => new Incoming(System.IO.Path.Combine(folder, Guid.NewGuid().ToString("n"))), stop);
        try
        {
            var written = await incoming.Fill(content, maxBytes, stop);
            await Disk.Do(incoming.Flush, stop);
            return (incoming, written);
        }
        catch
        {
            incoming.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        try
        {
            File.Delete(Path);
        }
        catch (Exception failure) when (Disk.IsTrouble(failure))
        {
            // Nobody can see it, and the next start sweeps it: no reason to fail what may have gone well.
        }
    }

    private async Task<BlobWritten> Fill(Stream content, long maxBytes, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long bytes = 0;
            while (true)
            {
                // One more than is allowed, to tell a source that ends here from one that goes on. What the source throws is the caller's own.
                var most = (int)Math.Min(BufferBytes, Math.Max(1, maxBytes - bytes + 1));
                var read = await content.ReadAsync(buffer.AsMemory(0, most), stop);
                if (read == 0)
                {
                    return new BlobWritten(bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
                }

                if (bytes + read > maxBytes)
                {
                    throw new BlobTooLargeException(maxBytes);
                }

                hash.AppendData(buffer, 0, read);
                await Write(buffer.AsMemory(0, read), bytes, stop);
                bytes += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask Write(ReadOnlyMemory<byte> bytes, long offset, CancellationToken stop)
    {
        try
        {
            await RandomAccess.WriteAsync(_file, bytes, offset, stop);
        }
        catch (Exception failure) when (Disk.IsTrouble(failure))
        {
            throw Disk.Unavailable(failure);
        }
    }

    private bool Flush()
    {
        RandomAccess.FlushToDisk(_file);
        return true;
    }
}
