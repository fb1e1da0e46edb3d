using System.Collections.Concurrent;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Media.Messaging.Kafka;

/// <summary>
/// Watches the cluster: whether it answers, and whether every topic is there that this process says or hears. What is missing is made,
/// at the start and whenever somebody has deleted it.
/// </summary>
internal sealed partial class KafkaCluster(IOptions<KafkaSettings> settings, ILogger<KafkaCluster> log) : BackgroundService
{
    private const string NotAsked = "Kafka has not answered yet";
    private const string NoLeader = "Kafka has no leader for some partitions";

    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan WhileWell = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WhileIll = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Type, string> _names = new();
    private readonly ConcurrentDictionary<string, int> _wanted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _there = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _ask = new(0, 1);
    private volatile string? _trouble = NotAsked;
    private volatile string? _lastError;

    /// <summary>Why messages cannot travel at the moment, in plain words; null where they can.</summary>
    public string? Trouble => _trouble;

    /// <summary>Whether the cluster was asked and is known not to carry messages. Partitions find a leader while a send waits.</summary>
    public bool IsOut => _trouble is not null and not NotAsked and not NoLeader;

    public string NameOf(Type message) => _names.GetOrAdd(message, static (type, known) => Topics.NameOf(type, known), settings.Value);

    /// <summary>Wants the topic of a message, and says whether it is known to be there.</summary>
    public bool Want(Type message)
    {
        var name = NameOf(message);
        if (_there.ContainsKey(name))
        {
            return true;
        }

        if (_wanted.TryAdd(name, Topics.IsWork(message) ? settings.Value.WorkPartitions : settings.Value.Partitions))
        {
            LookNow();
        }

        return false;
    }

    /// <summary>Whether a topic that is wanted is known to be there.</summary>
    public bool IsThere(string topic) => _there.ContainsKey(topic);

    /// <summary>Asks whether there is a topic, of whoever: for acts of operators, by a client of its own.</summary>
    /// <exception cref="BusUnavailableException">Nobody answers.</exception>
    public bool Has(string topic)
    {
        try
        {
            using var admin = Admin(_ => { });
            return !Ask(admin, topic).Error.IsError;
        }
        catch (KafkaException away)
        {
            throw new BusUnavailableException("Kafka is out of reach", away);
        }
    }

    /// <summary>Hears what a client met: a topic or brokers that are gone are looked for at once.</summary>
    public void Met(Error error, ILogger by)
    {
        // Clients repeat themselves several times a second: what there is to know is said once, when the state changes.
        by.LogDebug("{Code}: {Reason}", error.Code, error.Reason);
        if (error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.UnknownTopicId or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition
            or ErrorCode.Local_AllBrokersDown)
        {
            LookNow();
        }
    }

    private void LookNow()
    {
        try
        {
            _ask.Release();
        }
        catch (Exception done) when (done is SemaphoreFullException or ObjectDisposedException)
        {
            // It is about to look, or will not look again.
        }
    }

    public override void Dispose()
    {
        _ask.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var admin = Admin(error => _lastError = error.Reason);
        var looking = Task.FromResult(_trouble);
        try
        {
            while (true)
            {
                looking = Task.Run(() => Look(admin), CancellationToken.None);
                var trouble = await looking.WaitAsync(stoppingToken);
                if (trouble is null != _trouble is null)
                {
                    Changed(log, trouble ?? "Kafka answers, and every topic is there", trouble is null ? "all is well" : _lastError ?? "nothing more is known");
                }

                _trouble = trouble;
                await _ask.WaitAsync(trouble is null ? WhileWell : WhileIll, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was asked can't be taken back, and the client must outlive it.
            _ = looking.ContinueWith(_ => admin.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private IAdminClient Admin(Action<Error> met) => new AdminClientBuilder(new KafkaClients(settings.Value).Admin())
        .SetLogHandler((_, _) => { })
        .SetErrorHandler((_, error) => met(error))
        .Build();

    private async Task<string?> Look(IAdminClient admin)
    {
        try
        {
            _lastError = null;
            // Before the question: what is wanted from then on makes us look again.
            string[] wanted = [.. _wanted.Keys];
            if (wanted.Length == 0)
            {
                await admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = AskLimit });
            }

            var topics = Array.ConvertAll(wanted, topic => Ask(admin, topic));
            string[] missing = [.. topics.Where(t => t.Error.Code == ErrorCode.UnknownTopicOrPart).Select(t => t.Topic)];
            foreach (var topic in missing)
            {
                _there.TryRemove(topic, out _);
            }

            if (missing.Length > 0)
            {
                await Make(admin, missing);
            }

            string? trouble = null;
            foreach (var topic in topics)
            {
                if (TroubleOf(topic) is { } ill)
                {
                    trouble ??= ill;
                }
                else
                {
                    _there[topic.Topic] = true;
                }
            }

            return trouble;
        }
        catch (Exception failure)
        {
            _lastError ??= failure.Message;
            return failure is CreateTopicsException ? "Kafka refuses to make the topics that are needed" : "Kafka is out of reach";
        }
    }

    // By the old call, which waits on this thread: Confluent.Kafka 2.16 ends its client for good, and crashes where that is given back, once
    // DescribeTopicsAsync has met a partition without in-sync replicas, such as while a broker starts.
    private static TopicMetadata Ask(IAdminClient admin, string topic) => admin.GetMetadata(topic, AskLimit).Topics.Single();

    private string? TroubleOf(TopicMetadata topic)
    {
        if (topic.Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            // Made by now.
            return null;
        }

        if (topic.Error.IsError)
        {
            _lastError = $"{topic.Topic}: {topic.Error.Reason}";
            return topic.Error.Code == ErrorCode.TopicAuthorizationFailed ? "Kafka does not let this process use the topics that it needs" : NoLeader;
        }

        return topic.Partitions.Exists(p => p.Leader < 0) ? NoLeader : null;
    }

    private async Task Make(IAdminClient admin, string[] missing)
    {
        var kept = settings.Value.Retention.TotalMilliseconds.ToString("F0", System.Globalization.CultureInfo.InvariantCulture);
        var topics = missing.Select(name => new TopicSpecification
        {
            Name = name,
            NumPartitions = _wanted[name],
            ReplicationFactor = settings.Value.Replication,
            Configs = new() { ["retention.ms"] = kept },
        });
        try
        {
            await admin.CreateTopicsAsync(topics, new CreateTopicsOptions { RequestTimeout = AskLimit, OperationTimeout = AskLimit });
        }
        catch (CreateTopicsException some) when (some.Results.TrueForAll(r => r.Error.Code is ErrorCode.NoError or ErrorCode.TopicAlreadyExists))
        {
            // Another process was first.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{State}: {Reason}")]
    private static partial void Changed(ILogger log, string state, string reason);
}
