using System.Text.Json;
using MongoDB.Bson;

namespace Media.Documents.Mongo;

/// <summary>A document's JSON as MongoDB keeps it, member for member, so that a collection reads the same in every engine; and back.</summary>
internal static class MongoJson
{
    /// <summary>Whole numbers become int64, others double; times stay text, whose order is theirs.</summary>
    public static BsonValue Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => new BsonDocument(json.EnumerateObject().Select(m => new BsonElement(m.Name, Value(m.Value)))),
        JsonValueKind.Array => new BsonArray(json.EnumerateArray().Select(Value)),
        JsonValueKind.String => new BsonString(json.GetString()!),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? new BsonInt64(whole) : new BsonDouble(json.GetDouble()),
        JsonValueKind.True => BsonBoolean.True,
        JsonValueKind.False => BsonBoolean.False,
        _ => BsonNull.Value,
    };

    /// <summary>Any member of a query or document, as the document's JSON has it.</summary>
    public static BsonValue Value(object value) => Value(JsonSerializer.SerializeToElement(value, value.GetType(), DocumentJson.Options));

    public static void Write(Utf8JsonWriter json, BsonValue value)
    {
        switch (value)
        {
            case BsonDocument document:
                json.WriteStartObject();
                foreach (var member in document)
                {
                    json.WritePropertyName(member.Name);
                    Write(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case BsonArray array:
                json.WriteStartArray();
                foreach (var item in array)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case BsonString text:
                json.WriteStringValue(text.Value);
                break;
            case BsonInt64 or BsonInt32:
                json.WriteNumberValue(value.ToInt64());
                break;
            case BsonDouble number:
                json.WriteNumberValue(number.Value);
                break;
            case BsonBoolean truth:
                json.WriteBooleanValue(truth.Value);
                break;
            case BsonNull:
                json.WriteNullValue();
                break;
            default:
                throw new FormatException($"a document holds a {value.BsonType}, which is none of ours");
        }
    }
}
