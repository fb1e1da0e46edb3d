using System.Buffers;
using System.Linq.Expressions;
using System.Text.Json;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Media.Documents.Mongo;

internal sealed class MongoDocuments<T>(MongoStore store, Collection collection) : IDocuments<T> where T : class, IDocument
{
    private const string Version = "version";

    public Task<T?> Get(string id, CancellationToken stop) => store.Run(
        collection,
        async (documents, limit) => await documents.Find(new BsonDocument("_id", id)).FirstOrDefaultAsync(limit) is { } found ? Read(found) : null,
        stop);

    public Task<Write> Insert(T document, CancellationToken stop)
    {
        DocumentId.Check(document.Id);
        document.Version = 1;
        var body = Body(document);
        return store.Run(
            collection,
            async (documents, limit) =>
            {
                try
                {
                    await documents.InsertOneAsync(body, cancellationToken: limit);
                    return Write.Written;
                }
                catch (MongoException taken) when (MongoErrors.IsDuplicateKey(taken))
                {
                    return Write.Taken;
                }
            },
            stop);
    }

    public Task<Write> Replace(T document, CancellationToken stop) => Raising.Version(document, version =>
    {
        var body = Body(document);
        return store.Run(
            collection,
            async (documents, limit) =>
            {
                try
                {
                    var done = await documents.ReplaceOneAsync(At(document.Id, version), body, cancellationToken: limit);
                    return done.MatchedCount == 1 ? Write.Written : Write.Changed;
                }
                catch (MongoException taken) when (MongoErrors.IsDuplicateKey(taken))
                {
                    return Write.Taken;
                }
            },
            stop);
    });

    public Task<long?> Increment(string id, Expression<Func<T, long>> field, long by, long min, long max, CancellationToken stop)
    {
        var name = Index<T>.PathOf(field.Body);
        var within = new BsonArray { new BsonDocument(name, new BsonDocument { { "$gte", Bound(min, by) }, { "$lte", Bound(max, by) } }) };
        if (by >= min && by <= max)
        {
            // A member that a document of an older version lacks is 0.
            within.Add(new BsonDocument(name, new BsonDocument("$exists", false)));
        }

        var filter = new BsonDocument { { "_id", id }, { "$or", within } };
        var update = new BsonDocument("$inc", new BsonDocument { { name, by }, { Version, 1L } });
        return store.Run(
            collection,
            async (documents, limit) =>
            {
                var before = await documents.FindOneAndUpdateAsync(
                    filter, update, new FindOneAndUpdateOptions<BsonDocument> { ReturnDocument = ReturnDocument.Before }, limit);
                return before?.GetValue(name, 0L).ToInt64() + by;
            },
            stop);
    }

    public Task<bool> Delete(string id, long version, CancellationToken stop) => store.Run(
        collection, async (documents, limit) => (await documents.DeleteOneAsync(At(id, version), limit)).DeletedCount == 1, stop);

    public Task<Page<T>> Query(Query<T> query, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(query.Limit, Math.Clamp(query.Limit, 1, 500));
        var cursor = Cursor.Read(query);
        return store.Run(
            collection,
            async (documents, limit) =>
            {
                // One more than asked for tells whether there is a next page.
                var found = await documents.Find(MongoQuery.Filter(query, cursor)).Sort(MongoQuery.Sort(query)).Limit(query.Limit + 1).ToListAsync(limit);
                T[] items = [.. found.Take(query.Limit).Select(Read)];
                var next = found.Count > query.Limit ? Cursor.Write(query, MongoQuery.Place(query, found[query.Limit - 1]), items[^1].Id) : null;
                return new Page<T>(items, next);
            },
            stop);
    }

    public Task<long> Count(Query<T> query, CancellationToken stop) => store.Run(
        collection, (documents, limit) => documents.CountDocumentsAsync(MongoQuery.Filter(query), cancellationToken: limit), stop);

    private static BsonDocument At(string id, long version) => new() { { "_id", id }, { Version, version } };

    private static BsonInt64 Bound(long bound, long by) => new((long)Int128.Clamp((Int128)bound - by, long.MinValue, long.MaxValue));

    private BsonDocument Body(T document)
    {
        var json = JsonSerializer.SerializeToElement(document, DocumentJson.Options);
        var body = (BsonDocument)MongoJson.Value(json);
        body["_id"] = document.Id;
        body[Version] = document.Version;
        foreach (var unique in collection.Indexes.Where(i => i.IsUnique && body.Contains(i.Fields[^1])))
        {
            if (!body.TryGetValue(MongoIndexes.Unique, out var keys))
            {
                body[MongoIndexes.Unique] = keys = new BsonDocument();
            }

            var values = unique.Fields.Select(f => json.TryGetProperty(f, out var value) ? value.GetRawText() : "null");
            keys[unique.Name] = string.Join(',', values);
        }

        return body;
    }

    private static T Read(BsonDocument found)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            MongoJson.Write(json, found);
        }

        var document = JsonSerializer.Deserialize<T>(buffer.WrittenSpan, DocumentJson.Options)!;
        document.Version = found[Version].ToInt64();
        return document;
    }
}
