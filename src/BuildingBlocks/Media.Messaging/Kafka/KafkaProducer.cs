using System.Text;
using System.Text.Json;
using Confluent.Kafka;
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
    public async Task Produce(object message, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(KafkaClients.MessageLimit);
        try
        {
            while (!_cluster.Want(message.GetType()))
            {
                Refuse();
                await Task.Delay(RoomAgain, limit.Token);
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
                limit.Token);
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new BusUnavailableException("Kafka did not take a message in time", late);
        }
    }

    public void Dispose()
    {
        if (_producer.IsValueCreated)
        {
            _producer.Value.Flush(TimeSpan.FromSeconds(2));
            _producer.Value.Dispose();
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
