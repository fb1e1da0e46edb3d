using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Media.Documents.Sqlite;

internal sealed class SqliteDocuments<T>(SqliteStore store, Collection collection) : IDocuments<T> where T : class, IDocument
{
    private const int Constraint = 19;

    private readonly string _table = $"\"{collection.Name}\"";

    public Task<T?> Get(string id, CancellationToken stop) => store.Read(
        connection =>
        {
            using var command = Command(connection, $"select body, version from {_table} where id = $id", ("$id", id));
            using var rows = command.ExecuteReader();
            return rows.Read() ? Read(rows) : null;
        },
        stop);

    public async Task<Write> Insert(T document, CancellationToken stop)
    {
        DocumentId.Check(document.Id);
        document.Version = 1;
        var (id, body) = (document.Id, Body(document));
        return await store.Writer.Write(
            connection =>
            {
                using var command = Command(
                    connection, $"insert into {_table} (id, version, body) values ($id, 1, $body) on conflict do nothing", ("$id", id), ("$body", body));
                return command.ExecuteNonQuery() == 1 ? Write.Written : Write.Taken;
            },
            stop);
    }

    public Task<Write> Replace(T document, CancellationToken stop) => Raising.Version(document, version =>
    {
        var (id, body) = (document.Id, Body(document));
        return store.Writer.Write(connection => Replace(connection, id, version, body), stop);
    });

    public Task<long?> Increment(string id, Expression<Func<T, long>> field, long by, long min, long max, CancellationToken stop)
    {
        var name = Index<T>.PathOf(field.Body);
        var sum = $"coalesce({SqliteSchema.Field(name)}, 0) + $by";
        return store.Writer.Write(
            connection =>
            {
                using var command = Command(
                    connection,
                    $"""
                    update {_table} set version = version + 1, body = json_set(body, '$.{name}', {sum}, '$.version', version + 1)
                    where id = $id and {sum} between $min and $max returning {SqliteSchema.Field(name)}
                    """,
                    ("$id", id), ("$by", by), ("$min", min), ("$max", max));
                return (long?)command.ExecuteScalar();
            },
            stop);
    }

    public Task<bool> Delete(string id, long version, CancellationToken stop) => store.Writer.Write(
        connection =>
        {
            using var command = Command(connection, $"delete from {_table} where id = $id and version = $version", ("$id", id), ("$version", version));
            return command.ExecuteNonQuery() == 1;
        },
        stop);

    public Task<Page<T>> Query(Query<T> query, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(query.Limit, Math.Clamp(query.Limit, 1, 500));
        var cursor = Cursor.Read(query);
        return store.Read(
            connection =>
            {
                using var command = SqliteQuery.Page(connection, _table, query, cursor);
                using var rows = command.ExecuteReader();
                var items = new List<T>(query.Limit);
                string? next = null;
                object? last = null;
                while (rows.Read())
                {
                    if (items.Count == query.Limit)
                    {
                        next = Cursor.Write(query, last, items[^1].Id);
                        break;
                    }

                    items.Add(Read(rows));
                    last = rows.IsDBNull(2) ? null : rows.GetValue(2);
                }

                return new Page<T>(items, next);
            },
            stop);
    }

    public Task<long> Count(Query<T> query, CancellationToken stop) => store.Read(
        connection =>
        {
            using var command = SqliteQuery.Count(connection, _table, query);
            return (long)command.ExecuteScalar()!;
        },
        stop);

    private static SqliteCommand Command(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private static string Body(T document) => JsonSerializer.Serialize(document, DocumentJson.Options);

    private static T Read(SqliteDataReader row)
    {
        var document = JsonSerializer.Deserialize<T>(row.GetString(0), DocumentJson.Options)!;
        document.Version = row.GetInt64(1);
        return document;
    }

    private Write Replace(SqliteConnection connection, string id, long version, string body)
    {
        try
        {
            using var command = Command(
                connection,
                $"update {_table} set version = version + 1, body = $body where id = $id and version = $version",
                ("$id", id), ("$version", version), ("$body", body));
            return command.ExecuteNonQuery() == 1 ? Write.Written : Write.Changed;
        }
        catch (SqliteException taken) when (taken.SqliteErrorCode == Constraint)
        {
            return Write.Taken;
        }
    }
}
