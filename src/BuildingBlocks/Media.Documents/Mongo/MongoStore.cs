using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Media.Documents.Mongo;

/// <summary>
/// The distributed engine: one client for all collections. What is answered as written is on a majority of the servers, and what is read
/// was. Nothing is read or written before the collections have their indexes, since unique keys hold by them.
/// </summary>
internal sealed class MongoStore : IDisposable
{
    private readonly MongoClient _client;
    private readonly IMongoDatabase _database;
    private readonly IReadOnlyList<Collection> _collections;
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private readonly TimeSpan _limit;
    private volatile bool _prepared;

    public MongoStore(IOptions<MongoSettings> settings, IEnumerable<Collection> collections)
    {
        _limit = settings.Value.Timeout;
        var client = MongoClientSettings.FromConnectionString(settings.Value.Uri);
        // By default a frozen server is waited for without end.
        client.ServerSelectionTimeout = client.ConnectTimeout = client.WaitQueueTimeout = _limit;
        client.SocketTimeout = _limit * 2;
        client.WriteConcern = WriteConcern.WMajority.With(journal: true, wTimeout: _limit);
        client.ReadConcern = ReadConcern.Majority;
        client.ReadPreference = ReadPreference.Primary;
        client.ApplicationName = "media-monolith";
        _client = new MongoClient(client);
        _database = _client.GetDatabase(settings.Value.Database);
        _collections = [.. collections];
    }

    /// <summary>Runs one call on a collection, within the time limit.</summary>
    /// <exception cref="DocumentsUnavailableException">The store is out of reach, or the call took too long.</exception>
    public async Task<TResult> Run<TResult>(
        Collection collection, Func<IMongoCollection<BsonDocument>, CancellationToken, Task<TResult>> call, CancellationToken stop)
    {
        await Prepare(stop);
        return await Within(limit => call(_database.GetCollection<BsonDocument>(collection.Name), limit), stop);
    }

    /// <summary>Asks the server whether it is there, and sets up the collections where that is still to be done.</summary>
    /// <exception cref="DocumentsUnavailableException">It is not.</exception>
    public async Task Ping(CancellationToken stop)
    {
        await Prepare(stop);
        await Within(limit => _database.RunCommandAsync<BsonDocument>(new BsonDocument("ping", 1), cancellationToken: limit), stop);
    }

    public void Dispose()
    {
        _client.Dispose();
        _preparing.Dispose();
    }

    private async Task Prepare(CancellationToken stop)
    {
        if (_prepared)
        {
            return;
        }

        await _preparing.WaitAsync(stop);
        try
        {
            foreach (var collection in _prepared ? [] : _collections)
            {
                await Within(limit => MongoIndexes.Ensure(_database.GetCollection<BsonDocument>(collection.Name), collection, limit), stop);
            }

            _prepared = true;
        }
        finally
        {
            _preparing.Release();
        }
    }

    private async Task<TResult> Within<TResult>(Func<CancellationToken, Task<TResult>> call, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(_limit);
        try
        {
            return await call(limit.Token);
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new DocumentsUnavailableException($"MongoDB did not answer within {_limit.TotalSeconds} s", late);
        }
        catch (Exception failure) when (MongoErrors.IsOutOfReach(failure))
        {
            // A call that is cancelled while it waits for a connection can fail in other ways too.
            stop.ThrowIfCancellationRequested();
            throw new DocumentsUnavailableException("MongoDB is out of reach", failure);
        }
    }
}
