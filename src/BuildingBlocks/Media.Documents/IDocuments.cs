namespace Media.Documents;

/// <summary>
/// One collection of documents. A single document is written atomically and durably, nothing more is promised: no transactions.
/// Every call throws <see cref="DocumentsUnavailableException"/> where the store is out of reach.
/// </summary>
public interface IDocuments<T> where T : class, IDocument
{
    /// <summary>A private copy of the document, or null.</summary>
    Task<T?> Get(string id, CancellationToken stop);

    /// <summary>Writes a new document and sets its version to 1. Taken: its id or a unique key is in use, and nothing is written.</summary>
    Task<Write> Insert(T document, CancellationToken stop);

    /// <summary>
    /// Replaces the stored document where its version is still that of <paramref name="document"/>, whose version then rises by one.
    /// Changed: somebody else was first, or it is gone. Taken: a unique key is in use. Neither writes anything.
    /// </summary>
    Task<Write> Replace(T document, CancellationToken stop);

    /// <summary>
    /// Adds to a number of the document where the sum stays within the bounds, and raises its version.
    /// Null: no such document, or the sum would be out of bounds; nothing is written.
    /// </summary>
    /// <param name="field">A number of type long, a direct member: <c>d =&gt; d.Bytes</c>.</param>
    Task<long?> Increment(string id, System.Linq.Expressions.Expression<Func<T, long>> field, long by, long min, long max, CancellationToken stop);

    /// <summary>Deletes the document where its version is still this one; false where it is not, or the document is gone.</summary>
    Task<bool> Delete(string id, long version, CancellationToken stop);

    /// <summary>A page of the documents that a query finds, in the order of its index.</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this query's.</exception>
    Task<Page<T>> Query(Query<T> query, CancellationToken stop);

    /// <summary>How many documents a query finds; its limit and cursor do not count.</summary>
    Task<long> Count(Query<T> query, CancellationToken stop);
}

/// <summary>What became of a write.</summary>
public enum Write
{
    Written,

    /// <summary>The id or a unique key belongs to another document.</summary>
    Taken,

    /// <summary>The stored document has another version, or is gone.</summary>
    Changed,
}

/// <param name="Next">Cursor of the next page, opaque and safe in addresses; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
