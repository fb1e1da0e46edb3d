using System.Text.Json;
using Confluent.Kafka;
using MassTransit.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Media.Messaging.Kafka;

/// <summary>
/// Says messages on Kafka. The body is the message as JSON and nothing else: its topic tells its type, and its key whose turn it takes.
/// Acknowledged by all in-sync replicas, never doubled by the client's own retries. The buffer is bounded, and who meets it full waits in line.
/// </summary>
internal sealed class KafkaProducer(IOptions<KafkaSettings> settings, KafkaCluster cluster, ILogger<KafkaProducer> log) : IDisposable
{
    private static readonly TimeSpan RoomAgain = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LastReports = TimeSpan.FromSeconds(2);

    // The client hands its native handle to the library as a number: a call that comes while it is given back, or later, never returns.
    private readonly Lock _use = new();
    private readonly SemaphoreSlim _line = new(1);
    private IProducer<byte[], byte[]>? _producer;
    private bool _ended;

    /// <summary>Ends once the message is acknowledged.</summary>
    /// <exception cref="BusUnavailableException">It was not within the limit; at once, where the cluster is known to be out of reach.</exception>
    public async Task Produce(object message, CancellationToken stop)
    {
        if (cluster.Want(message.GetType()))
        {
            await Say(message, stop);
            return;
        }

        await WithinLimit(
            async limit =>
            {
                await UntilThere(message.GetType(), limit);
                await Say(message, limit);
            },
            stop);
    }

    /// <summary>Produces bytes as they are to a topic that is there: one of a message that this process need not know.</summary>
    /// <exception cref="BusUnavailableException">As above, or there is no such topic at the moment.</exception>
    public Task Produce(string topic, byte[]? key, byte[]? value, CancellationToken stop) => WithinLimit(
        async limit =>
        {
            Refuse();
            if (!await Task.Run(() => cluster.Has(topic), limit).WaitAsync(limit))
            {
                throw new BusUnavailableException($"Kafka has no topic {topic} at the moment");
            }

            await Produce(topic, new Message<byte[], byte[]> { Key = key!, Value = value! }, limit);
        },
        stop);

    public void Dispose()
    {
        IProducer<byte[], byte[]>? last;
        lock (_use)
        {
            _ended = true;
            (last, _producer) = (_producer, null);
        }

        GiveBack(last);
    }

    private static void GiveBack(IProducer<byte[], byte[]>? producer)
    {
        producer?.Flush(LastReports);
        producer?.Dispose();
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

    private static byte[] TextOf(Guid key)
    {
        var text = new byte[36];
        key.TryFormat(text, out _);
        return text;
    }

    private async Task UntilThere(Type message, CancellationToken limit)
    {
        while (!cluster.Want(message))
        {
            Refuse();
            await Task.Delay(RoomAgain, limit);
        }
    }

    private void Refuse()
    {
        if (cluster.IsOut)
        {
            throw new BusUnavailableException(cluster.Trouble ?? "Kafka is out of reach");
        }
    }

    private Task Say(object message, CancellationToken stop)
    {
        Refuse();
        var type = message.GetType();
        return Produce(
            cluster.NameOf(type),
            new Message<byte[], byte[]>
            {
                Key = MessageKey.Of(message) is { } key ? TextOf(key) : null!,
                Value = JsonSerializer.SerializeToUtf8Bytes(message, type, SystemTextJsonMessageSerializer.Options),
            },
            stop);
    }

    private async Task Produce(string topic, Message<byte[], byte[]> message, CancellationToken stop)
    {
        var acknowledged = new TaskCompletionSource<Error>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_line.CurrentCount > 0 && TryHandOver(topic, message, acknowledged))
        {
            // The client gives up by itself what is not acknowledged within the limit: most messages need no timer of their own.
            await Acknowledged(acknowledged, stop);
            return;
        }

        await WithinLimit(
            async limit =>
            {
                await HandOver(topic, message, acknowledged, limit);
                await Acknowledged(acknowledged, limit);
            },
            stop);
    }

    private async Task Acknowledged(TaskCompletionSource<Error> acknowledged, CancellationToken stop)
    {
        await using var given = stop.UnsafeRegister(static (waiting, token) => ((TaskCompletionSource<Error>)waiting!).TrySetCanceled(token), acknowledged);
        var error = await acknowledged.Task;
        if (error.IsError)
        {
            cluster.Met(error, log);
            throw new BusUnavailableException($"Kafka did not take a message: {error.Code}");
        }
    }

    // One looks for room while the others wait behind it: tens of thousands that all try again cost a core.
    private async Task HandOver(string topic, Message<byte[], byte[]> message, TaskCompletionSource<Error> acknowledged, CancellationToken limit)
    {
        await _line.WaitAsync(limit);
        try
        {
            while (!TryHandOver(topic, message, acknowledged))
            {
                await Task.Delay(RoomAgain, limit);
            }
        }
        finally
        {
            _line.Release();
        }
    }

    // False where the buffer is full.
    private bool TryHandOver(string topic, Message<byte[], byte[]> message, TaskCompletionSource<Error> acknowledged)
    {
        lock (_use)
        {
            if (_ended)
            {
                throw new BusUnavailableException("The process ends");
            }

            _producer ??= New();
            try
            {
                _producer.Produce(topic, message, report => acknowledged.TrySetResult(report.Error));
                return true;
            }
            catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                return false;
            }
            catch (ProduceException<byte[], byte[]> gone) when (gone.Error.Code is ErrorCode.Local_UnknownPartition or ErrorCode.Local_UnknownTopic)
            {
                // Somebody has deleted the topic a moment ago.
                cluster.Met(gone.Error, log);
                throw new BusUnavailableException($"Kafka did not take a message: {gone.Error.Code}", gone);
            }
        }
    }

    private IProducer<byte[], byte[]> New() => new ProducerBuilder<byte[], byte[]>(new KafkaClients(settings.Value).Producer())
        .SetLogHandler((_, said) => log.LogDebug("{Said}", said.Message))
        .SetErrorHandler((client, error) => Met(client, error))
        .Build();

    // On the client's own thread, which ends when the client is given back.
    private void Met(IProducer<byte[], byte[]> client, Error error)
    {
        cluster.Met(error, log);
        if (!error.IsFatal)
        {
            return;
        }

        log.LogWarning("The producer ended and is replaced: {Reason}", error.Reason);
        lock (_use)
        {
            if (_producer == client)
            {
                _producer = null;
                _ = Task.Run(() => GiveBack(client));
            }
        }
    }
}
