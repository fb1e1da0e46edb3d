namespace Media.Blobs;

/// <summary>
/// The blob store: bytes under keys, written whole or not at all. Keys are made by the product, never of client text:
/// lower-case letters, digits, <c>-</c>, <c>_</c>, <c>.</c> and <c>/</c>. A key that another key continues after a slash is not used.
/// A text that is no key is an <see cref="ArgumentException"/>.
/// Every call throws <see cref="BlobsUnavailableException"/> where the store is out of reach.
/// </summary>
public interface IBlobs
{
    /// <summary>
    /// Streams a blob in, hashing as it goes; it is durable when this returns, and invisible until then.
    /// A blob of that key is replaced. A failing or ending <paramref name="content"/> leaves nothing behind.
    /// </summary>
    /// <param name="maxBytes">Most that is read of <paramref name="content"/>.</param>
    /// <exception cref="BlobTooLargeException">There was more than <paramref name="maxBytes"/>.</exception>
    Task<BlobWritten> Write(string key, Stream content, long maxBytes, CancellationToken stop);

    /// <summary>As <see cref="Write"/>, where no blob of that key is there; null, with nothing written, where one is.</summary>
    Task<BlobWritten?> WriteNew(string key, Stream content, long maxBytes, CancellationToken stop);

    /// <summary>Opens a blob, or a range of it, for reading; null where there is none. The stream is the caller's to dispose.</summary>
    /// <param name="offset">0 up to the blob's length.</param>
    /// <param name="length">How much at most, or null for the rest.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range begins past the end of the blob, or before its beginning.</exception>
    Task<BlobContent?> Read(string key, long offset, long? length, CancellationToken stop);

    /// <summary>Length of a blob in bytes and when it was written; null where there is none.</summary>
    Task<BlobFacts?> Stat(string key, CancellationToken stop);

    /// <summary>The blob as a file on this machine, read-only, for what cannot read a stream; null where there is none. Disposing gives it back.</summary>
    Task<LocalBlob?> Localize(string key, CancellationToken stop);

    /// <summary>Deletes a blob; nothing happens where there is none.</summary>
    Task Delete(string key, CancellationToken stop);

    /// <summary>Deletes every blob whose key begins with a prefix that ends in <c>/</c>.</summary>
    /// <returns>How many.</returns>
    Task<long> DeleteUnder(string prefix, CancellationToken stop);

    /// <summary>The blobs whose keys begin with a prefix, ordered by key (ordinal).</summary>
    IAsyncEnumerable<BlobFacts> List(string prefix, CancellationToken stop);
}

/// <param name="Bytes">Length in bytes.</param>
/// <param name="Sha256">Lower-case hex digest.</param>
public sealed record BlobWritten(long Bytes, string Sha256);

/// <param name="Content">The bytes asked for.</param>
/// <param name="Bytes">Length of the whole blob.</param>
public sealed record BlobContent(Stream Content, long Bytes) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

public sealed record BlobFacts(string Key, long Bytes, DateTimeOffset WrittenAt);

/// <summary>A file on this machine that holds a blob's bytes.</summary>
/// <param name="path">For reading only.</param>
/// <param name="temporary">What is deleted when this is disposed of: the file, or a folder of its own; null where the file is to stay.</param>
public sealed class LocalBlob(string path, string? temporary) : IAsyncDisposable
{
    public string Path { get; } = path;

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(temporary))
        {
            Directory.Delete(temporary, recursive: true);
        }
        else if (temporary is not null)
        {
            File.Delete(temporary);
        }

        return ValueTask.CompletedTask;
    }
}
