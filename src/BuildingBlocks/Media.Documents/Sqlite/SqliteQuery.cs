using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Media.Documents.Sqlite;

/// <summary>A query as SQL: equality on an index's first fields, range and order on the next, places after a cursor.</summary>
internal static class SqliteQuery
{
    public static SqliteCommand Page<T>(SqliteConnection connection, string table, Query<T> query, Cursor? cursor) where T : class, IDocument
    {
        var command = connection.CreateCommand();
        var order = OrderOf(query);
        var sql = new StringBuilder($"select body, version, {order} from {table} where {Found(command, query)}");
        if (cursor is not null)
        {
            sql.Append(CultureInfo.InvariantCulture, $" and ({order}, id) {(query.Descending ? '<' : '>')} ($last, $lastId)");
            command.Parameters.AddWithValue("$last", Value(cursor.Value));
            command.Parameters.AddWithValue("$lastId", cursor.Id);
        }

        var way = query.Descending ? "desc" : "asc";
        // One more than asked for tells whether there is a next page.
        sql.Append(CultureInfo.InvariantCulture, $" order by {order} {way}, id {way} limit {query.Limit + 1}");
        command.CommandText = sql.ToString();
        return command;
    }

    public static SqliteCommand Count<T>(SqliteConnection connection, string table, Query<T> query) where T : class, IDocument
    {
        var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from {table} where {Found(command, query)}";
        return command;
    }

    private static string OrderOf<T>(Query<T> query) where T : class, IDocument =>
        query.Equal.Count < query.Index.Fields.Count ? SqliteSchema.Field(query.Index.Fields[query.Equal.Count]) : "id";

    private static string Found<T>(SqliteCommand command, Query<T> query) where T : class, IDocument
    {
        var fields = query.Index.Fields;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Equal.Count, fields.Count);
        // SQLite uses a partial index only where the query says what the index says.
        var found = new List<string> { $"{SqliteSchema.Field(fields[^1])} is not null" };
        for (var i = 0; i < query.Equal.Count; i++)
        {
            found.Add($"{SqliteSchema.Field(fields[i])} = $equal{i}");
            command.Parameters.AddWithValue($"$equal{i}", Value(query.Equal[i]));
        }

        foreach (var (bound, sign, value) in new[] { ("$from", ">=", query.From), ("$to", "<=", query.To) })
        {
            if (value is not null)
            {
                found.Add($"{OrderOf(query)} {sign} {bound}");
                command.Parameters.AddWithValue(bound, Value(value));
            }
        }

        return string.Join(" and ", found);
    }

    // As the document's JSON has it, so that what is asked for equals what is kept.
    private static object Value(object value) => JsonSerializer.SerializeToElement(value, value.GetType(), DocumentJson.Options) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Number } number => number.TryGetInt64(out var whole) ? whole : number.GetDouble(),
        { ValueKind: JsonValueKind.True } => 1L,
        { ValueKind: JsonValueKind.False } => 0L,
        _ => throw new ArgumentException("an index holds text, numbers, truth values and times", nameof(value)),
    };
}
