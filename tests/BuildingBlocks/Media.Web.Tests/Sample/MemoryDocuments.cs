using System.Collections.Concurrent;
using System.Linq.Expressions;
using Media.Documents;

namespace Media.Web.Tests.Sample;

/// <summary>Just enough of a collection for keys, with a switch that puts it out of reach.</summary>
internal sealed class MemoryDocuments<T> : IDocuments<T> where T : class, IDocument
{
    private readonly ConcurrentDictionary<string, T> _documents = new();

    public bool Down { get; set; }

    public int Reads { get; private set; }

    public Task<T?> Get(string id, CancellationToken stop)
    {
        Reads++;
        return Reach(() => _documents.GetValueOrDefault(id));
    }

    public Task<Write> Insert(T document, CancellationToken stop) => Reach(() =>
    {
        document.Version = 1;
        return _documents.TryAdd(document.Id, document) ? Write.Written : Write.Taken;
    });

    public Task<long> Count(Query<T> query, CancellationToken stop) => Reach(() => (long)_documents.Count);

    public Task<Write> Replace(T document, CancellationToken stop) => throw new NotSupportedException();

    public Task<long?> Increment(string id, Expression<Func<T, long>> field, long by, long min, long max, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<bool> Delete(string id, long version, CancellationToken stop) => Reach(() => _documents.TryRemove(id, out _));

    public Task<Page<T>> Query(Query<T> query, CancellationToken stop) =>
        query.After is "bad" ? throw new ArgumentException("cursor") : Reach(() => new Page<T>([.. _documents.Values.Take(query.Limit)], Next: null));

    private Task<TResult> Reach<TResult>(Func<TResult> act) =>
        Down ? throw new DocumentsUnavailableException("unplugged at secret-host:27017") : Task.FromResult(act());
}
