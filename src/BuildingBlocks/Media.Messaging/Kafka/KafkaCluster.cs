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
    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan WhileWell = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WhileIll = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Type, string> _names = new();
    private readonly ConcurrentDictionary<string, int> _wanted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _there = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _ask = new(0, 1);

    /// <summary>Why messages cannot travel at the moment, in plain words; null where they can.</summary>
    public string? Trouble { get; private set; } = "Kafka has not answered yet";

    /// <summary>Whether the cluster was asked and is known not to carry messages.</summary>
    public bool IsOut { get; private set; }

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

    /// <summary>Looks at once whether all is there: somebody met a topic that is not.</summary>
    public void LookNow()
    {
        try
        {
            _ask.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is about to look.
        }
    }

    public override void Dispose()
    {
        _ask.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var admin = new AdminClientBuilder(new KafkaClients(settings.Value).Admin()).SetLogHandler((_, _) => { }).Build();
        while (!stoppingToken.IsCancellationRequested)
        {
            var trouble = await Look(admin, stoppingToken);
            if (trouble is null != Trouble is null)
            {
                Changed(log, trouble ?? "Kafka answers, and every topic is there");
            }

            Trouble = trouble;
            IsOut = trouble is not null;
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
            // Before the question: what is wanted from then on makes us look again.
            string[] wanted = [.. _wanted.Keys];
            string[] missing = wanted.Length == 0 ? Ping(admin) : [.. await Missing(admin, wanted).WaitAsync(stop)];
            foreach (var topic in missing)
            {
                _there.TryRemove(topic, out _);
            }

            if (missing.Length > 0)
            {
                await Make(admin, missing).WaitAsync(stop);
            }

            foreach (var topic in wanted)
            {
                _there[topic] = true;
            }

            return null;
        }
        catch (Exception failure) when (failure is KafkaException or TimeoutException)
        {
            log.LogDebug(failure, "Kafka was asked");
            return failure is CreateTopicsException ? "Kafka refuses to make the topics that are needed" : "Kafka is out of reach";
        }
        catch (OperationCanceledException)
        {
            return Trouble;
        }
    }

    private static string[] Ping(IAdminClient admin)
    {
        admin.GetMetadata(AskLimit);
        return [];
    }

    private static async Task<IEnumerable<string>> Missing(IAdminClient admin, string[] wanted)
    {
        try
        {
            await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(wanted), new DescribeTopicsOptions { RequestTimeout = AskLimit });
            return [];
        }
        catch (DescribeTopicsException some)
        {
            return some.Results.TopicDescriptions.Where(t => t.Error.Code == ErrorCode.UnknownTopicOrPart).Select(t => t.Name);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{State}")]
    private static partial void Changed(ILogger log, string state);
}
