using Microsoft.Data.Sqlite;

namespace Media.Documents.Sqlite;

/// <summary>A table a collection; an index is over expressions on the JSON, so that a collection is declared once for every engine.</summary>
internal static class SqliteSchema
{
    public static string Field(string name) => $"json_extract(body, '$.{name}')";

    public static void Ensure(SqliteConnection connection, Collection collection)
    {
        using var transaction = connection.BeginTransaction();
        Execute(connection, $"""create table if not exists "{collection.Name}" (id text primary key, version integer not null, body text not null) without rowid""");
        var wanted = collection.Indexes.ToDictionary(i => $"{collection.Name}.{i.Name}", i => Create(collection.Name, i));
        var there = Indexes(connection, collection.Name);
        foreach (var (name, _) in there.Where(t => wanted.GetValueOrDefault(t.Key) != t.Value))
        {
            Execute(connection, $"""drop index "{name}" """);
        }

        foreach (var (_, sql) in wanted.Where(w => there.GetValueOrDefault(w.Key) != w.Value))
        {
            Execute(connection, sql);
        }

        transaction.Commit();
    }

    private static string Create(string collection, CollectionIndex index)
    {
        var unique = index.IsUnique ? "unique " : "";
        // Ties are ordered by id; a unique index must not hold it, or nothing would be a tie.
        var fields = string.Join(", ", index.Fields.Select(Field).Concat(index.IsUnique ? [] : ["id"]));
        return $"""create {unique}index "{collection}.{index.Name}" on "{collection}" ({fields}) where {Field(index.Fields[^1])} is not null""";
    }

    private static Dictionary<string, string> Indexes(SqliteConnection connection, string collection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select name, sql from sqlite_master where type = 'index' and tbl_name = $table and sql is not null";
        command.Parameters.AddWithValue("$table", collection);
        using var rows = command.ExecuteReader();
        var indexes = new Dictionary<string, string>();
        while (rows.Read())
        {
            // SQLite keeps the text as it was given, in capitals up to the name.
            indexes[rows.GetString(0)] = rows.GetString(1)
                .Replace("CREATE UNIQUE INDEX", "create unique index", StringComparison.Ordinal)
                .Replace("CREATE INDEX", "create index", StringComparison.Ordinal);
        }

        return indexes;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
