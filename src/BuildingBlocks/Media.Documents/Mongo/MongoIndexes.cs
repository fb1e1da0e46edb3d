using System.Security.Cryptography;
using System.Text;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Media.Documents.Mongo;

/// <summary>
/// The declared indexes as MongoDB's. An index's name ends in a mark of its definition: one that is declared anew stands beside the old one,
/// which a process of the version before may still need.
/// </summary>
internal static class MongoIndexes
{
    /// <summary>
    /// Holds a unique index's values as one text, and only where the last of them is not null. So one sparse index makes them unique:
    /// a sparse index over several fields would take a document that lacks only one of them.
    /// </summary>
    public const string Unique = "_unique";

    public static async Task<int> Ensure(IMongoCollection<BsonDocument> collection, Collection declared, CancellationToken stop)
    {
        CreateIndexModel<BsonDocument>[] models = [.. declared.Indexes.SelectMany(Models)];
        if (models.Length > 0)
        {
            await collection.Indexes.CreateManyAsync(models, stop);
        }

        return models.Length;
    }

    private static IEnumerable<CreateIndexModel<BsonDocument>> Models(CollectionIndex index)
    {
        var keys = new BsonDocument(index.Fields.Select(f => new BsonElement(f, 1))) { { "_id", 1 } };
        yield return new CreateIndexModel<BsonDocument>(keys, new CreateIndexOptions<BsonDocument>
        {
            Name = Name(index.Name, keys),
            PartialFilterExpression = new BsonDocument(index.Fields[^1], new BsonDocument("$exists", true)),
        });
        if (index.IsUnique)
        {
            var key = new BsonDocument($"{Unique}.{index.Name}", 1);
            yield return new CreateIndexModel<BsonDocument>(key, new CreateIndexOptions { Name = Name($"{index.Name}-unique", keys), Unique = true, Sparse = true });
        }
    }

    private static string Name(string name, BsonDocument keys) =>
        $"{name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(keys.ToJson())).AsSpan(0, 4))}";
}
