using Media.Blobs;

namespace Media.Work.Tests;

/// <summary>A blob store on which a test looks, and in whose way it puts things.</summary>
internal sealed class WatchedBlobs(IBlobs blobs) : IBlobs
{
    private readonly List<string> _written = [];

    /// <summary>Keys in the order in which they were written.</summary>
    public IReadOnlyList<string> Written => _written;

    public Func<string, Task> BeforeRead { get; set; } = _ => Task.CompletedTask;

    public Func<string, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    public Func<string, Task> AfterWrite { get; set; } = _ => Task.CompletedTask;

    public async Task<BlobWritten> Write(string key, Stream content, long maxBytes, CancellationToken stop)
    {
        await BeforeWrite(key);
        var written = await blobs.Write(key, content, maxBytes, stop);
        lock (_written)
        {
            _written.Add(key);
        }

        await AfterWrite(key);
        return written;
    }

    public async Task<BlobContent?> Read(string key, long offset, long? length, CancellationToken stop)
    {
        await BeforeRead(key);
        return await blobs.Read(key, offset, length, stop);
    }

    public Task<BlobWritten?> WriteNew(string key, Stream content, long maxBytes, CancellationToken stop) => blobs.WriteNew(key, content, maxBytes, stop);

    public Task<BlobFacts?> Stat(string key, CancellationToken stop) => blobs.Stat(key, stop);

    public Task<LocalBlob?> Localize(string key, CancellationToken stop) => blobs.Localize(key, stop);

    public Task Delete(string key, CancellationToken stop) => blobs.Delete(key, stop);

    public Task<long> DeleteUnder(string prefix, CancellationToken stop) => blobs.DeleteUnder(prefix, stop);

    public IAsyncEnumerable<BlobFacts> List(string prefix, CancellationToken stop) => blobs.List(prefix, stop);
}
