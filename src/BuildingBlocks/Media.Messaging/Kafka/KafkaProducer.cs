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
        var type = message.GetType();
        if (!_cluster.Want(type))
        {
            await Until(() => _cluster.Want(type), stop);
        }

        Refuse();
        var topic = _cluster.NameOf(type);
        var acknowledged = new TaskCompletionSource<Error>(TaskCreationOptions.RunContinuationsAsynchronously);
        var sent = new Message<byte[], byte[]>
        {
            Key = MessageKey.Of(message) is { } key ? Encoding.ASCII.GetBytes(key.ToString()) : null!,
            Value = JsonSerializer.SerializeToUtf8Bytes(message, type, SystemTextJsonMessageSerializer.Options),
        };
        if (!TryProduce(topic, sent, acknowledged))
        {
            await Until(() => TryProduce(topic, sent, acknowledged), stop);
        }

        // The client itself gives up a message that nobody acknowledges within the limit.
        await using var given = stop.UnsafeRegister(static (waiting, token) => ((TaskCompletionSource<Error>)waiting!).TrySetCanceled(token), acknowledged);
        var error = await acknowledged.Task;
        if (error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition)
        {
            _cluster.LookNow();
        }

        if (error.IsError)
        {
            throw new BusUnavailableException($"Kafka did not take a message: {error.Code}");
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

    private async Task Until(Func<bool> holds, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(KafkaClients.MessageLimit);
        try
        {
            while (!holds())
            {
                Refuse();
                await Task.Delay(RoomAgain, limit.Token);
            }
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new BusUnavailableException("Kafka did not take a message in time", late);
        }
    }

    private bool TryProduce(string topic, Message<byte[], byte[]> message, TaskCompletionSource<Error> acknowledged)
    {
        try
        {
            _producer.Value.Produce(topic, message, report => acknowledged.TrySetResult(report.Error));
            return true;
        }
        catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }
}
