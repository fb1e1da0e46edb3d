using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Media.Documents;

/// <summary>Where a page ended: the last document's place in the index. It stays right while documents come and go, and fits its own query alone.</summary>
internal sealed record Cursor(string Query, JsonElement Value, string Id)
{
    public static string Write<T>(Query<T> query, object? value, string id) where T : class, IDocument =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Cursor(Mark(query), JsonSerializer.SerializeToElement(value), id)));

    /// <exception cref="ArgumentException">It is not a cursor, or another query's.</exception>
    public static Cursor? Read<T>(Query<T> query) where T : class, IDocument
    {
        if (query.After is null)
        {
            return null;
        }

        try
        {
            var cursor = JsonSerializer.Deserialize<Cursor>(Base64Url.DecodeFromChars(query.After));
            // A client may send any value, and none: only what an index can hold gets to the store.
            if (cursor?.Query == Mark(query) && cursor is { Id: not null, Value.ValueKind: JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False })
            {
                return cursor;
            }
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException)
        {
            // Falls to the refusal below: a client's cursor is any text.
        }

        throw new ArgumentException("not a cursor of this query", nameof(query));
    }

    private static string Mark<T>(Query<T> query) where T : class, IDocument
    {
        var said = JsonSerializer.Serialize(new object?[] { query.Index.Name, query.Equal, query.From, query.To, query.Descending }, DocumentJson.Options);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)).AsSpan(0, 8));
    }
}
