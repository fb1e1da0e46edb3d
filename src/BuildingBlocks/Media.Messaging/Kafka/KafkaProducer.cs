using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using MassTransit.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Media.Messaging.Kafka;

/// <summary>
/// Says messages on Kafka. The body is the message as JSON and nothing else: its topic tells its type, and its key whose turn it takes.
/// Acknowledged by all in-sync replicas, never doubled by the client's own retries. The buffer is bounded, and who meets it full waits.
/// </summary>
internal sealed class KafkaProducer : IDisposable
{
    private static readonly TimeSpan RoomAgain = TimeSpan.FromMilliseconds(20);

    private readonly KafkaCluster _cluster;
    private readonly Lazy<IProducer<byte[], byte[]>> _producer;

    public KafkaProducer(IOptions<KafkaSettings> settings, KafkaCluster cluster, ILogger<KafkaProducer> log)
    {
        _cluster = cluster;
        _producer = new(() => new ProducerBuilder<byte[], byte[]>(new KafkaClients(settings.Value).Producer())
            .SetLogHandler((_, said) => log.LogDebug("{Said}", said.Message))
            .SetErrorHandler((_, error) => log.LogDebug("{Error}", error.Reason))
            .Build());
    }

    /// <summary>Ends once the message is acknowledged.</summary>
    /// <exception cref="BusUnavailableException">It was not within the limit; at once, where the cluster is known to be out of reach.</exception>
    public Task Produce(object message, CancellationToken stop) => WithinLimit(
        async limit =>
        {
            while (!_cluster.Want(message.GetType()))
            {
                Refuse();
                await Task.Delay(RoomAgain, limit);
            }

            Refuse();
            var type = message.GetType();
            await Produce(
                _cluster.NameOf(type),
                new Message<byte[], byte[]>
                {
                    Key = MessageKey.Of(message) is { } key ? Encoding.ASCII.GetBytes(key.ToString()) : null!,
                    Value = JsonSerializer.SerializeToUtf8Bytes(message, type, SystemTextJsonMessageSerializer.Options),
                },
                limit);
        },
        stop);

    /// <summary>Produces bytes as they are to a topic that is there: one of a message that this process need not know.</summary>
    /// <exception cref="BusUnavailableException">As above, or there is no such topic at the moment.</exception>
    public Task Produce(string topic, byte[]? key, byte[]? value, CancellationToken stop) => WithinLimit(
        async limit =>
        {
            Refuse();
            using var admin = new DependentAdminClientBuilder(_producer.Value.Handle).Build();
            try
            {
                // Asked for, since a broker may make a topic that is produced to, with partitions as it likes.
                await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]), new DescribeTopicsOptions { RequestTimeout = KafkaClients.MessageLimit });
            }
            catch (KafkaException missing)
            {
                throw new BusUnavailableException($"Kafka has no topic {topic} at the moment", missing);
            }

            await Produce(topic, new Message<byte[], byte[]> { Key = key!, Value = value! }, limit);
        },
        stop);

    public void Dispose()
    {
        if (_producer.IsValueCreated)
        {
            _producer.Value.Flush(TimeSpan.FromSeconds(2));
            _producer.Value.Dispose();
        }
    }

    private static async Task WithinLimit(Func<CancellationToken, Task> produce, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(KafkaClients.MessageLimit);
        try
        {
            await produce(limit.Token);
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new BusUnavailableException("Kafka did not take a message in time", late);
        }
    }

    private void Refuse()
    {
        if (_cluster.IsOut)
        {
            throw new BusUnavailableException(_cluster.Trouble ?? "Kafka is out of reach");
        }
    }

    private async Task Produce(string topic, Message<byte[], byte[]> message, CancellationToken stop)
    {
        var acknowledged = new TaskCompletionSource<Error>(TaskCreationOptions.RunContinuationsAsynchronously);
        while (true)
        {
            try
            {
                _producer.Value.Produce(topic, message, report => acknowledged.SetResult(report.Error));
                break;
            }
            catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                await Task.Delay(RoomAgain, stop);
            }
        }

        var error = await acknowledged.Task.WaitAsync(stop);
        if (error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition)
        {
            _cluster.LookNow();
        }

        if (error.IsError)
        {
            throw new BusUnavailableException($"Kafka did not take a message: {error.Code}");
        }
    }
}
