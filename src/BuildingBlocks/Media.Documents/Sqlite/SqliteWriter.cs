using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Media.Documents.Sqlite;

/// <summary>
/// The one writer, on a thread of its own. Writes that wait are committed together, up to 256 at a time, and answered after the commit:
/// one flush to disk serves all of them. Each write is one statement, so that one which is refused undoes no other.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int Together = 256;
    private const int Waiting = 4096;

    private readonly SqliteConnection _connection;
    private readonly Channel<Job> _jobs = Channel.CreateBounded<Job>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly Thread _thread;

    public SqliteWriter(SqliteConnection connection)
    {
        _connection = connection;
        _thread = new Thread(Work) { IsBackground = true, Name = "documents writer" };
        _thread.Start();
    }

    /// <summary>Runs one statement in the next commit; what it answers is durable.</summary>
    /// <exception cref="DocumentsUnavailableException">The statement or the commit failed.</exception>
    public async Task<TResult> Write<TResult>(Func<SqliteConnection, TResult> statement, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var job = new Job<TResult>(statement, stop);
        try
        {
            await _jobs.Writer.WriteAsync(job, stop);
        }
        catch (ChannelClosedException closed)
        {
            throw new DocumentsUnavailableException("the document store is closing", closed);
        }

        return await job.Answer;
    }

    public void Dispose()
    {
        _jobs.Writer.TryComplete();
        _thread.Join();
        _connection.Dispose();
    }

    private void Work()
    {
        var batch = new List<Job>(Together);
        while (_jobs.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < Together && _jobs.Reader.TryRead(out var job))
            {
                batch.Add(job);
            }

            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<Job> batch)
    {
        try
        {
            Execute("begin immediate");
            foreach (var job in batch)
            {
                job.Run(_connection);
            }

            Execute("commit");
        }
        catch (SqliteException broken)
        {
            RollBack();
            foreach (var job in batch)
            {
                job.Fail(new DocumentsUnavailableException("the document store cannot be written", broken));
            }

            return;
        }

        foreach (var job in batch)
        {
            job.Done();
        }
    }

    private void RollBack()
    {
        try
        {
            Execute("rollback");
        }
        catch (SqliteException)
        {
            // Nothing was begun, or SQLite has rolled back by itself.
        }
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private abstract class Job
    {
        public abstract void Run(SqliteConnection connection);

        public abstract void Done();

        public abstract void Fail(Exception why);
    }

    private sealed class Job<TResult>(Func<SqliteConnection, TResult> statement, CancellationToken stop) : Job
    {
        // Callers go on elsewhere: the writer's thread is for writing.
        private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TResult? _result;
        private Exception? _bug;
        private bool _skipped;

        public Task<TResult> Answer => _answer.Task;

        public override void Run(SqliteConnection connection)
        {
            _skipped = stop.IsCancellationRequested;
            if (_skipped)
            {
                return;
            }

            try
            {
                _result = statement(connection);
            }
            catch (Exception bug) when (bug is not SqliteException)
            {
                _bug = bug;
            }
        }

        public override void Done()
        {
            if (_skipped)
            {
                _answer.TrySetCanceled(stop);
            }
            else if (_bug is not null)
            {
                _answer.TrySetException(_bug);
            }
            else
            {
                _answer.TrySetResult(_result!);
            }
        }

        public override void Fail(Exception why) => _answer.TrySetException(why);
    }
}
