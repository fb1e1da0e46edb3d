using System.Net.Sockets;
using StackExchange.Redis;

namespace Media.Caching.Redis;

/// <summary>
/// Redis while nothing went wrong with it: whatever does ends the session, and the next one is a connection of its own. So what was
/// learnt in a session (which run of the server this is, that removals are heard) holds for each of its calls, and a Redis that
/// answers no more costs those who ask at that moment one time limit, and nobody after them anything.
/// </summary>
internal sealed class RedisSession : IAsyncDisposable
{
    // Names in Redis, and what lies under them: raised when an older version could not read it.
    private const int Format = 1;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RedisSettings _settings;
    private readonly Action<RedisSession, string> _left;
    private readonly HashSet<ConnectionType> _connected = [];
    private ConnectionMultiplexer? _connection;

    private RedisSession(RedisSettings settings, Action<RedisSession, string> left) => (_settings, _left) = (settings, left);

    /// <summary>Ends when the session does.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What all names begin with that are of this run of the server: what it kept on disk from earlier ones is not believed.</summary>
    public string Names { get; private set; } = "";

    /// <param name="left">Called once, when something goes wrong: with what.</param>
    /// <param name="heard">Called with each text that is said on the channel.</param>
    /// <exception cref="RedisAwayException">Redis can't be reached there, or not be used.</exception>
    public static async Task<RedisSession> Open(RedisSettings settings, string address, Action<RedisSession, string> left, Action<string> heard)
    {
        var session = new RedisSession(settings, left);
        try
        {
            await session.Connect(address, heard);
            return session;
        }
        catch (Exception failed)
        {
            await session.DisposeAsync();
            throw new RedisAwayException($"{address}: {Why(failed)}", failed);
        }
    }

    /// <summary>Asks Redis for something, within the limit.</summary>
    /// <exception cref="RedisAwayException">It did not answer as it should: the session has ended.</exception>
    public async Task<T> Ask<T>(Func<IDatabase, Task<T>> command)
    {
        if (Ended.IsCompleted)
        {
            throw new RedisAwayException("the session has ended");
        }

        try
        {
            var answer = command(_connection!.GetDatabase());
            await Task.WhenAny(answer, Ended).WaitAsync(_settings.Timeout);
            return answer.IsCompleted ? await answer : throw new RedisAwayException("the session has ended");
        }
        catch (Exception failed)
        {
            // Whatever it is: the client throws of many kinds, and nobody who asks the cache for something is to meet one.
            End(Why(failed));
            throw new RedisAwayException(Why(failed), failed);
        }
    }

    /// <summary>Says a text to everybody who listens on the channel.</summary>
    public Task Say(string text) => Ask(redis => redis.PublishAsync(Channel, text));

    /// <summary>Whether what others say still comes through: sent by the connection on which it comes.</summary>
    public Task Listen() => Ask(_ => _connection!.GetSubscriber().PingAsync());

    public async ValueTask DisposeAsync()
    {
        End("it was closed");
        if (_connection is not null)
        {
            await _connection.CloseAsync(allowCommandsToComplete: false);
            await _connection.DisposeAsync();
        }
    }

    private RedisChannel Channel => RedisChannel.Literal($"{_settings.Prefix}media:cache:{Format}:removed");

    private async Task Connect(string address, Action<string> heard)
    {
        var options = new ConfigurationOptions
        {
            AbortOnConnectFail = true,
            // For INFO, which the client counts among what only an administrator asks.
            AllowAdmin = true,
            ConnectRetry = 1,
            ConnectTimeout = (int)_settings.Timeout.TotalMilliseconds,
            AsyncTimeout = (int)_settings.Timeout.TotalMilliseconds,
            // What is asked before a connection is up waits for it; once it is broken nothing waits, for there is no other.
            BacklogPolicy = new BacklogPolicy { QueueWhileDisconnected = true, AbortPendingOnConnectionFailure = true },
            BeforeSocketConnect = (_, kind, _) => OnlyOnce(kind),
            ClientName = "media",
            User = _settings.User,
            Password = _settings.Password,
            Ssl = _settings.Tls,
            // Two connections, one to ask and one to listen: with the other protocol the client may use one or two, as it comes.
            Protocol = RedisProtocol.Resp2,
            // The client's own news between its users, on names of its own.
            ConfigurationChannel = "",
            TieBreaker = "",
        };
        options.EndPoints.Add(address);
        _connection = await ConnectionMultiplexer.ConnectAsync(options);
        var server = _connection.GetServer(options.EndPoints[0]);
        if (server.ServerType != ServerType.Standalone || server.IsReplica)
        {
            throw new RedisAwayException(server.IsReplica ? "it is a replica" : $"it is a {server.ServerType}, which the cache can't use");
        }

        var about = await server.InfoAsync("server").WaitAsync(_settings.Timeout);
        var run = about.SelectMany(section => section).FirstOrDefault(line => line.Key == "run_id").Value ?? throw new RedisAwayException("it does not say its run_id");
        Names = $"{_settings.Prefix}media:cache:{Format}:{run[..16]}:";
        var said = await _connection.GetSubscriber().SubscribeAsync(Channel).WaitAsync(_settings.Timeout);
        said.OnMessage(message => heard(message.Message.ToString()));
    }

    // The client would mend a broken connection by itself, perhaps to a server that was started anew meanwhile, and go on as if nothing had been.
    private void OnlyOnce(ConnectionType kind)
    {
        lock (_connected)
        {
            if (_connected.Add(kind))
            {
                return;
            }
        }

        End("the connection broke");
        throw new SocketException((int)SocketError.ConnectionAborted);
    }

    private void End(string why)
    {
        if (_ended.TrySetResult())
        {
            _left(this, why);
        }
    }

    // The client's own words name its settings, which nobody here can set.
    private static string Why(Exception failed) => failed switch
    {
        TimeoutException => "it did not answer in time",
        RedisConnectionException connection => $"no connection ({connection.FailureType})",
        _ => failed.Message,
    };
}
