using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Media.Documents.Sqlite;

/// <summary>
/// The embedded engine: one database file, one writer, many readers. Its folder belongs to one process at a time: two would each think
/// the other's leases and queues were their own.
/// </summary>
internal sealed class SqliteStore : IDisposable
{
    private const int Readers = 8;

    private readonly FileStream _lock;
    private readonly string _connection;
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly SemaphoreSlim _reading = new(Readers, Readers);

    /// <exception cref="ArgumentException">Another process uses the folder, or it cannot be written; the message names the setting.</exception>
    public SqliteStore(IOptions<DocumentsSettings> settings, IEnumerable<Collection> collections)
    {
        var folder = Path.GetFullPath(settings.Value.Data);
        _lock = Lock(folder);
        _connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "documents.db"), Pooling = false }.ToString();
        var writer = Connect();
        Execute(writer, "pragma journal_mode = wal");
        Execute(writer, "pragma synchronous = full");
        foreach (var collection in collections)
        {
            SqliteSchema.Ensure(writer, collection);
        }

        // The folder is this process's alone: whoever held a lease is dead.
        Execute(writer, "delete from leases");
        Writer = new SqliteWriter(writer);
    }

    public SqliteWriter Writer { get; }

    /// <summary>Reads on one of a few connections; what was answered as written is seen.</summary>
    public async Task<TResult> Read<TResult>(Func<SqliteConnection, TResult> read, CancellationToken stop)
    {
        await _reading.WaitAsync(stop);
        try
        {
            var connection = _idle.TryTake(out var idle) ? idle : Connect();
            try
            {
                return read(connection);
            }
            finally
            {
                _idle.Add(connection);
            }
        }
        catch (SqliteException broken)
        {
            throw new DocumentsUnavailableException("the document store cannot be read", broken);
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose()
    {
        Writer.Dispose();
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }

        _reading.Dispose();
        _lock.Dispose();
    }

    private static FileStream Lock(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            // The kernel lets go of it when the process dies, however it dies.
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (Directory.Exists(folder))
        {
            throw new ArgumentException($"Media:Data is '{folder}', and another process uses it: {taken.Message}", taken);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"Media:Data is '{folder}' and must be a folder that can be written: {wrong.Message}", wrong);
        }
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        Execute(connection, "pragma busy_timeout = 5000");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
