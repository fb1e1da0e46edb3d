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

    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan WhileWell = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WhileIll = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, int> _wanted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _there = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _ask = new(0, 1);
    private volatile string? _trouble = NotAsked;
    private volatile string? _lastError;

    /// <summary>Why messages cannot travel at the moment, in plain words; null where they can.</summary>
    public string? Trouble => _trouble;

    /// <summary>Whether the cluster was asked and is known not to carry messages.</summary>
    public bool IsOut => _trouble is not null and not NotAsked;

    public string NameOf(Type message) => Topics.NameOf(message, settings.Value);

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
        using var admin = new AdminClientBuilder(new KafkaClients(settings.Value).Admin())
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, error) => _lastError = error.Reason)
            .Build();
        while (!stoppingToken.IsCancellationRequested)
        {
            var trouble = await Look(admin, stoppingToken);
            if (trouble is null != _trouble is null)
            {
                Changed(log, trouble ?? "Kafka answers, and every topic is there", trouble is null ? "all is well" : _lastError ?? "nothing more is known");
            }

            _trouble = trouble;
            try
            {
                await _ask.WaitAsync(trouble is null ? WhileWell : WhileIll, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<string?> Look(IAdminClient admin, CancellationToken stop)
    {
        try
        {
            _lastError = null;
            // Before the question: what is wanted from then on makes us look again.
            string[] wanted = [.. _wanted.Keys];
            var topics = await Ask(admin, wanted).WaitAsync(stop);
            string[] missing = [.. topics.Where(t => t.Error.Code == ErrorCode.UnknownTopicOrPart).Select(t => t.Name)];
            foreach (var topic in missing)
            {
                _there.TryRemove(topic, out _);
            }

            if (missing.Length > 0)
            {
                await Make(admin, missing).WaitAsync(stop);
            }

            if (topics.Find(t => t.Error.IsError && !missing.Contains(t.Name)) is { } refused)
            {
                _lastError = $"{refused.Name}: {refused.Error.Reason}";
                return "Kafka does not let this process use the topics that it needs";
            }

            foreach (var topic in wanted)
            {
                _there[topic] = true;
            }

            return null;
        }
        catch (OperationCanceledException)
        {
            return _trouble;
        }
        catch (Exception failure)
        {
            _lastError ??= failure.Message;
            return failure is CreateTopicsException ? "Kafka refuses to make the topics that are needed" : "Kafka is out of reach";
        }
    }

    private static async Task<List<TopicDescription>> Ask(IAdminClient admin, string[] wanted)
    {
        if (wanted.Length == 0)
        {
            await admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = AskLimit });
            return [];
        }

        try
        {
            return (await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(wanted), new DescribeTopicsOptions { RequestTimeout = AskLimit })).TopicDescriptions;
        }
        catch (DescribeTopicsException some)
        {
            return some.Results.TopicDescriptions;
        }
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
