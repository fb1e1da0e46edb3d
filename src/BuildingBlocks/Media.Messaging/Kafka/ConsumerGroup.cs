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

    // A full partition gets as long to empty itself before it is paused: pausing throws away what the client has fetched ahead of it.
    private static readonly TimeSpan MayEmpty = TimeSpan.FromMilliseconds(10);

    // How often all partitions are looked at, to be resumed or to go on.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan PollLimit = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MayFinish = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TopicPartition, PartitionWindow> _windows = new();
    private readonly ConcurrentDictionary<TopicPartition, Offset> _done = new();
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
                Leave(consumer: null, [.. _windows.Keys], TimeSpan.Zero);
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
            .SetPartitionsAssignedHandler((_, assigned) => assigned.ForEach(p => _windows[p] = new PartitionWindow(p, _lanes[p.Topic], done => _done[done.TopicPartition] = done.Offset, gone.Token)))
            .SetPartitionsRevokedHandler((_, revoked) => Leave(consumer, revoked.ConvertAll(p => p.TopicPartition), MayFinish))
            .SetPartitionsLostHandler((_, lost) => Leave(consumer: null, lost.ConvertAll(p => p.TopicPartition), TimeSpan.Zero))
            .Build();
        using (consumer)
        {
            consumer.Subscribe(_lanes.Keys);
            var looked = Environment.TickCount64;
            while (!_stopping)
            {
                if (Next(consumer) is { } result && _windows.TryGetValue(result.TopicPartition, out var window))
                {
                    window.Lane.Add(window.Add(result));
                    PauseIfFull(consumer, window);
                }

                if (Environment.TickCount64 - looked >= LookEvery.TotalMilliseconds)
                {
                    looked = Environment.TickCount64;
                    StoreDone(consumer);
                    GoOn(consumer);
                }
            }

            Drain(consumer);
            gone.Cancel();
            consumer.Close();
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

    private static void PauseIfFull(IConsumer<byte[], byte[]> consumer, PartitionWindow window)
    {
        if (window.Count < FullAt)
        {
            return;
        }

        var until = Environment.TickCount64 + MayEmpty.TotalMilliseconds;
        while (window.Count > ResumedAt && Environment.TickCount64 < until)
        {
            Thread.Sleep(1);
        }

        if (window.Count >= FullAt)
        {
            window.IsPaused = true;
            consumer.Pause([window.Partition]);
        }
    }

    // Once for all that was done since it was last called: a call for each message costs as much as the rest of the pump.
    private void StoreDone(IConsumer<byte[], byte[]> consumer)
    {
        foreach (var (partition, _) in _done)
        {
            if (_done.TryRemove(partition, out var offset))
            {
                try
                {
                    consumer.StoreOffset(new TopicPartitionOffset(partition, offset));
                }
                catch (KafkaException)
                {
                    // The partition is another's by now, and so is the message.
                }
            }
        }
    }

    private void GoOn(IConsumer<byte[], byte[]> consumer)
    {
        foreach (var (_, window) in _windows)
        {
            window.GoOn();
            if (window.IsPaused && window.Count <= ResumedAt)
            {
                window.IsPaused = false;
                consumer.Resume([window.Partition]);
            }
        }
    }

    // On the poll thread, within a rebalance: other partitions' handlers go on meanwhile.
    private void Leave(IConsumer<byte[], byte[]>? consumer, IReadOnlyCollection<TopicPartition> partitions, TimeSpan mayFinish)
    {
        var left = partitions.Select(p => _windows.TryRemove(p, out var window) ? window : null).OfType<PartitionWindow>().ToArray();
        foreach (var window in left)
        {
            window.Close();
        }

        WaitFor(left, mayFinish, () => Thread.Sleep(5));
        if (consumer is not null)
        {
            StoreDone(consumer);
        }

        foreach (var partition in partitions)
        {
            _done.TryRemove(partition, out _);
        }
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
        StoreDone(consumer);
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
