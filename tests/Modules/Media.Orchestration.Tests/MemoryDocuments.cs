using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Text.Json;
using Media.Documents;

namespace Media.Orchestration.Tests;

/// <summary>Documents in memory, by id and version alone: enough for a saga, and quick. Each read is a private copy, as from a store.</summary>
internal sealed class MemoryDocuments<T> : IDocuments<T> where T : class, IDocument
{
    private readonly ConcurrentDictionary<string, (long Version, byte[] Body)> _documents = new();

    /// <summary>Set to make every call fail as a store out of reach does.</summary>
    public volatile bool Down;

    private int _refusals;

    /// <summary>How many calls met the store down.</summary>
    public int Refusals => _refusals;

    public IReadOnlyList<T> All => [.. _documents.Values.Select(d => Read(d.Body))];

    public Task<T?> Get(string id, CancellationToken stop) => Do(() => _documents.TryGetValue(id, out var d) ? Read(d.Body) : null);

    public Task<Write> Insert(T document, CancellationToken stop) => Do(() =>
    {
        document.Version = 1;
        return _documents.TryAdd(document.Id, (1, Body(document))) ? Write.Written : Write.Taken;
    });

    public Task<Write> Replace(T document, CancellationToken stop) => Do(() =>
    {
        if (!_documents.TryGetValue(document.Id, out var stored) || stored.Version != document.Version)
        {
            return Write.Changed;
        }

        document.Version++;
        if (_documents.TryUpdate(document.Id, (document.Version, Body(document)), stored))
        {
            return Write.Written;
        }

        document.Version--;
        return Write.Changed;
    });

    public Task<bool> Delete(string id, long version, CancellationToken stop) => Do(() =>
        _documents.TryGetValue(id, out var stored) && stored.Version == version && _documents.TryRemove(new(id, stored)));

    public Task<long?> Increment(string id, Expression<Func<T, long>> field, long by, long min, long max, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<Page<T>> Query(Query<T> query, CancellationToken stop) => throw new NotSupportedException();

    public Task<long> Count(Query<T> query, CancellationToken stop) => throw new NotSupportedException();

    private Task<TResult> Do<TResult>(Func<TResult> act)
    {
        if (!Down)
        {
            return Task.FromResult(act());
        }

        Interlocked.Increment(ref _refusals);
        return Task.FromException<TResult>(new DocumentsUnavailableException("down, for a test"));
    }

    private static byte[] Body(T document) => JsonSerializer.SerializeToUtf8Bytes(document);

    private static T Read(byte[] body) => JsonSerializer.Deserialize<T>(body)!;
}
