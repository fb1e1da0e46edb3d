using MongoDB.Bson;

namespace Media.Documents.Mongo;

/// <summary>A query as MongoDB's filter and order: equality on an index's first fields, range and order on the next, places after a cursor.</summary>
internal static class MongoQuery
{
    public static BsonDocument Sort<T>(Query<T> query) where T : class, IDocument
    {
        var way = query.Descending ? -1 : 1;
        var order = OrderOf(query);
        return order == "_id" ? new BsonDocument("_id", way) : new BsonDocument { { order, way }, { "_id", way } };
    }

    public static BsonDocument Filter<T>(Query<T> query, Cursor? cursor = null) where T : class, IDocument
    {
        var fields = query.Index.Fields;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Equal.Count, fields.Count);
        var order = OrderOf(query);
        // MongoDB uses a partial index only where the query says what the index says.
        var found = new BsonArray { new BsonDocument(fields[^1], new BsonDocument("$exists", true)) };
        for (var i = 0; i < query.Equal.Count; i++)
        {
            found.Add(new BsonDocument(fields[i], MongoJson.Value(query.Equal[i])));
        }

        foreach (var (sign, bound) in new[] { ("$gte", query.From), ("$lte", query.To) })
        {
            if (bound is not null)
            {
                found.Add(new BsonDocument(order, new BsonDocument(sign, MongoJson.Value(bound))));
            }
        }

        if (cursor is not null)
        {
            found.Add(After(order, MongoJson.Value(cursor.Value), cursor.Id, query.Descending ? "$lt" : "$gt"));
        }

        return new BsonDocument("$and", found);
    }

    /// <summary>The field that gives the order, as the cursor keeps its value.</summary>
    public static object Place<T>(Query<T> query, BsonDocument document) where T : class, IDocument =>
        document.GetValue(OrderOf(query), BsonNull.Value) switch
        {
            BsonString text => text.Value,
            BsonInt64 number => number.Value,
            BsonDouble number => number.Value,
            BsonBoolean truth => truth.Value,
            var other => throw new FormatException($"{OrderOf(query)} of a document is a {other.BsonType}, which gives no order"),
        };

    private static string OrderOf<T>(Query<T> query) where T : class, IDocument =>
        query.Equal.Count < query.Index.Fields.Count ? query.Index.Fields[query.Equal.Count] : "_id";

    private static BsonDocument After(string order, BsonValue value, string id, string sign)
    {
        var beyondId = new BsonDocument("_id", new BsonDocument(sign, id));
        return order == "_id"
            ? beyondId
            : new BsonDocument("$or", new BsonArray
            {
                new BsonDocument(order, new BsonDocument(sign, value)),
                new BsonDocument("$and", new BsonArray { new BsonDocument(order, value), beyondId }),
            });
    }
}
