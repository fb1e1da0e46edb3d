using System.Linq.Expressions;
using Media.Blobs;
using Media.Documents;
using Media.Upload.Files;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Upload.Tests.Sample;

/// <summary>A call that a store or the bus gets.</summary>
/// <param name="What">Such as <c>documents.insert</c>.</param>
/// <param name="Done">False before it is done, true after.</param>
/// <param name="File">Which document, where one is written.</param>
/// <param name="Blob">Which blob.</param>
internal sealed record Call(string What, bool Done, FileDocument? File = null, string? Blob = null);

/// <summary>Stands before the stores, and fails where a test says so.</summary>
internal sealed class Faults
{
    /// <summary>Called before and after each call; what it throws comes in the call's place, or after it.</summary>
    public Func<Call, Task> On { get; set; } = _ => Task.CompletedTask;

    /// <summary>Puts itself before the stores that are registered.</summary>
    public void Add(IServiceCollection services)
    {
        Decorate<IBlobs>(services, inner => new FaultyBlobs(inner, this));
        Decorate<IDocuments<FileDocument>>(services, inner => new FaultyDocuments(inner, this));
    }

    public async Task<T> Around<T>(Call call, Func<Task<T>> act)
    {
        await On(call);
        var result = await act();
        await On(call with { Done = true });
        return result;
    }

    private static void Decorate<T>(IServiceCollection services, Func<T, T> with) where T : class
    {
        var inner = services.Last(d => d.ServiceType == typeof(T));
        services.Remove(inner);
        services.AddSingleton(p => with((T)inner.ImplementationFactory!(p)));
    }

    private sealed class FaultyDocuments(IDocuments<FileDocument> inner, Faults faults) : IDocuments<FileDocument>
    {
        public Task<FileDocument?> Get(string id, CancellationToken stop) => faults.Around(new Call("documents.get", false), () => inner.Get(id, stop));

        public Task<Write> Insert(FileDocument document, CancellationToken stop) =>
            faults.Around(new Call("documents.insert", false, document), () => inner.Insert(document, stop));

        public Task<Write> Replace(FileDocument document, CancellationToken stop) =>
            faults.Around(new Call("documents.replace", false, document), () => inner.Replace(document, stop));

        public Task<long?> Increment(string id, Expression<Func<FileDocument, long>> field, long by, long min, long max, CancellationToken stop) =>
            inner.Increment(id, field, by, min, max, stop);

        public Task<bool> Delete(string id, long version, CancellationToken stop) =>
            faults.Around(new Call("documents.delete", false), () => inner.Delete(id, version, stop));

        public Task<Page<FileDocument>> Query(Query<FileDocument> query, CancellationToken stop) =>
            faults.Around(new Call("documents.query", false), () => inner.Query(query, stop));

        public Task<long> Count(Query<FileDocument> query, CancellationToken stop) => inner.Count(query, stop);
    }

    private sealed class FaultyBlobs(IBlobs inner, Faults faults) : IBlobs, IDisposable
    {
        public Task<BlobWritten> Write(string key, Stream content, long maxBytes, CancellationToken stop) =>
            faults.Around(new Call("blobs.write", false, Blob: key), () => inner.Write(key, content, maxBytes, stop));

        public Task<BlobWritten?> WriteNew(string key, Stream content, long maxBytes, CancellationToken stop) => inner.WriteNew(key, content, maxBytes, stop);

        public Task<BlobContent?> Read(string key, long offset, long? length, CancellationToken stop) => inner.Read(key, offset, length, stop);

        public Task<BlobFacts?> Stat(string key, CancellationToken stop) => inner.Stat(key, stop);

        public Task<LocalBlob?> Localize(string key, CancellationToken stop) => inner.Localize(key, stop);

        public Task Delete(string key, CancellationToken stop) => faults.Around(
            new Call("blobs.delete", false, Blob: key),
            async () =>
            {
                await inner.Delete(key, stop);
                return true;
            });

        public Task<long> DeleteUnder(string prefix, CancellationToken stop) =>
            faults.Around(new Call("blobs.delete", false, Blob: prefix), () => inner.DeleteUnder(prefix, stop));

        public IAsyncEnumerable<BlobFacts> List(string prefix, CancellationToken stop) => inner.List(prefix, stop);

        public void Dispose() => (inner as IDisposable)?.Dispose();
    }
}
