using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Media.Messaging.Kafka;

/// <summary>
/// One module's membership in its group: one consumer for all of its topics, one thread that polls and never stops, whatever handlers do.
/// A partition whose window is full is paused and resumed; one that is taken away gets a moment to finish what runs, and what waits is
/// left to whoever has it next.
/// </summary>
internal sealed class ConsumerGroup(string name, KafkaClients clients, KafkaCluster cluster, TimeSpan longestHold, ILogger log)
{
    // Messages between the oldest that is not done with and the newest read, by partition: what a killed process's successor repeats at most.
    private const int FullAt = 256;
    private const int ResumedAt = 128;

    private static readonly TimeSpan PollLimit = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MayFinish = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TopicPartition, PartitionWindow> _windows = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _drain;
    private volatile bool _stopping;
    private Thread? _thread;

    /// <summary>Hears a topic, once the group is started.</summary>
    public void Hear(string topic, int concurrency, Func<Delivery, Task<Handled>> handle) =>
        _lanes.Add(topic, new Lane(concurrency, longestHold, handle));

    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = $"kafka {name}" };
        _thread.Start();
    }

    /// <summary>Begins no further handler, waits for those that run, commits what is done with, and leaves the group.</summary>
    /// <param name="drain">How long handlers are waited for.</param>
    public Task Stop(TimeSpan drain)
    {
        if (_thread is null)
        {
            return Task.CompletedTask;
        }

        _drain = drain;
        _stopping = true;
        return _ended.Task;
    }

    private void Run()
    {
        using var gone = new CancellationTokenSource();
        while (!_stopping)
        {
            try
            {
                Poll(gone);
            }
            catch (KafkaException failure)
            {
                // Fatal to this consumer, such as another member of its name: the next one begins anew.
                log.LogWarning("The consumer of {Group} ended and is replaced: {Reason}", name, failure.Error.Reason);
                Leave([.. _windows.Keys], TimeSpan.Zero);
                Thread.Sleep(AfterFailure);
            }
        }

        _ended.TrySetResult();
    }

    private void Poll(CancellationTokenSource gone)
    {
        IConsumer<byte[], byte[]> consumer = null!;
        consumer = new ConsumerBuilder<byte[], byte[]>(clients.Consumer(name))
            .SetLogHandler((_, said) => log.LogDebug("{Said}", said.Message))
            .SetErrorHandler((_, error) => log.LogDebug("{Error}", error.Reason))
            .SetPartitionsAssignedHandler((_, assigned) => assigned.ForEach(p => _windows[p] = new PartitionWindow(p, _lanes[p.Topic], Store, gone.Token)))
            .SetPartitionsRevokedHandler((_, revoked) => Leave(revoked.ConvertAll(p => p.TopicPartition), MayFinish))
            .SetPartitionsLostHandler((_, lost) => Leave(lost.ConvertAll(p => p.TopicPartition), TimeSpan.Zero))
            .Build();
        using (consumer)
        {
            consumer.Subscribe(_lanes.Keys);
            while (!_stopping)
            {
                if (Next(consumer) is { } result && _windows.TryGetValue(result.TopicPartition, out var window))
                {
                    window.Lane.Add(window.Add(result));
                }

                Regulate(consumer);
            }

            Drain(consumer);
            gone.Cancel();
            consumer.Close();
        }

        void Store(TopicPartitionOffset offset)
        {
            try
            {
                consumer.StoreOffset(offset);
            }
            catch (Exception gone) when (gone is KafkaException or ObjectDisposedException)
            {
                // The partition is another's by now, and so is the message.
            }
        }
    }

    private ConsumeResult<byte[], byte[]>? Next(IConsumer<byte[], byte[]> consumer)
    {
        try
        {
            return consumer.Consume(PollLimit);
        }
        catch (ConsumeException failure) when (!failure.Error.IsFatal)
        {
            if (failure.Error.Code == ErrorCode.UnknownTopicOrPart)
            {
                cluster.LookNow();
            }

            log.LogDebug("{Group} met {Error}", name, failure.Error.Reason);
            return null;
        }
    }

    private void Regulate(IConsumer<byte[], byte[]> consumer)
    {
        foreach (var window in _windows.Values)
        {
            window.GoOn();
            var count = window.Count;
            if (window.IsPaused ? count <= ResumedAt : count >= FullAt)
            {
                window.IsPaused = !window.IsPaused;
                if (window.IsPaused)
                {
                    consumer.Pause([window.Partition]);
                }
                else
                {
                    consumer.Resume([window.Partition]);
                }
            }
        }
    }

    // On the poll thread, within a rebalance: other partitions' handlers go on meanwhile.
    private void Leave(IReadOnlyCollection<TopicPartition> partitions, TimeSpan mayFinish)
    {
        var left = partitions.Select(p => _windows.TryRemove(p, out var window) ? window : null).OfType<PartitionWindow>().ToArray();
        foreach (var window in left)
        {
            window.Close();
        }

        WaitFor(left, mayFinish, () => Thread.Sleep(5));
    }

    private void Drain(IConsumer<byte[], byte[]> consumer)
    {
        PartitionWindow[] all = [.. _windows.Values];
        foreach (var window in all)
        {
            window.Close();
        }

        consumer.Pause(all.Select(w => w.Partition));
        WaitFor(all, _drain, () => Next(consumer));
    }

    private static void WaitFor(PartitionWindow[] windows, TimeSpan limit, Action meanwhile)
    {
        var until = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (Environment.TickCount64 < until && windows.Any(w => w.Running > 0))
        {
            meanwhile();
        }
    }
}
