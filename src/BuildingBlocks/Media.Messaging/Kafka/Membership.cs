using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Media.Messaging.Kafka;

/// <summary>
/// One consumer's life in its group. A partition whose window is full is paused and resumed; one that is taken away gets a moment to finish
/// what runs, and what waits is left to whoever has it next. All of it runs on the group's thread, and nothing else touches the client:
/// a call that comes while it is given back may never return.
/// </summary>
internal sealed class Membership : IDisposable
{
    // Messages between the oldest that is not done with and the newest read, by partition: what a killed process's successor repeats at most.
    internal const int FullAt = 256;
    private const int ResumedAt = 128;

    private static readonly TimeSpan PollLimit = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PollLimitWhilePaused = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan MayEmpty = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MayFinish = TimeSpan.FromSeconds(1);
    // The library waits without end for a broker that holds its connections and answers nothing.
    private static readonly TimeSpan MayClose = TimeSpan.FromSeconds(3);

    // A partition of which nothing came for that long is asked for its end, each once in that time; what is there must come within the second time.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MustCome = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskLimit = TimeSpan.FromMilliseconds(500);

    private readonly string _name;
    private readonly KafkaCluster _cluster;
    private readonly Dictionary<string, Lane> _lanes;
    private readonly CancellationToken _gone;
    private readonly Action<string?> _tell;
    private readonly ILogger _log;
    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly Dictionary<TopicPartition, PartitionWindow> _windows = [];
    private int _paused;
    private long _lookAt;
    private long _askAt;
    private int _asked;

    /// <param name="lanes">By topic.</param>
    /// <param name="tell">Told why the group gives this process nothing, and null once it is a member.</param>
    /// <param name="gone">Cancelled when handlers are not waited for any longer.</param>
    public Membership(
        string name, ConsumerConfig config, KafkaCluster cluster, Dictionary<string, Lane> lanes, Action<string?> tell, ILogger log, CancellationToken gone)
    {
        (_name, _cluster, _lanes, _gone, _tell, _log) = (name, cluster, lanes, gone, tell, log);
        _consumer = new ConsumerBuilder<byte[], byte[]>(config)
            .SetLogHandler((_, said) => log.LogDebug("{Said}", said.Message))
            .SetErrorHandler((_, error) => cluster.Met(error, log))
            .SetPartitionsAssignedHandler((_, assigned) => Take(assigned))
            .SetPartitionsRevokedHandler((_, revoked) => Leave(revoked, MayFinish))
            .SetPartitionsLostHandler((_, lost) => Lose(lost))
            .Build();
        _consumer.Subscribe(lanes.Keys);
    }

    /// <summary>Takes one message at most, and looks after the partitions now and then.</summary>
    /// <exception cref="KafkaException">The consumer is of no use any more.</exception>
    public void Poll()
    {
        if (Next(_paused == 0 ? PollLimit : PollLimitWhilePaused) is { } result && _windows.TryGetValue(result.TopicPartition, out var window))
        {
            window.Lane.Add(window.Add(result));
            if (!window.IsPaused && window.Count >= FullAt && !IsSoonEmptier(window))
            {
                Pause(window);
            }
        }

        // Not at each message: a process has some hundred partitions.
        var now = Environment.TickCount64;
        if (now >= _lookAt)
        {
            _lookAt = now + (long)(_paused == 0 ? PollLimit : PollLimitWhilePaused).TotalMilliseconds;
            LookAfter();
            AskAfterQuiet(now);
        }
    }

    /// <summary>Begins no further handler, and waits for those that run.</summary>
    public void Drain(TimeSpan limit)
    {
        foreach (var window in _windows.Values)
        {
            window.Close();
            Pause(window);
        }

        WaitFor([.. _windows.Values], limit, () => Next(PollLimit));
    }

    /// <summary>Waits for what was interrupted, and stores what is done with; the client commits it as it closes.</summary>
    public void Finish()
    {
        WaitFor([.. _windows.Values], MayFinish, () => Thread.Sleep(5));
        foreach (var window in _windows.Values)
        {
            Store(window);
        }
    }

    public void Dispose()
    {
        foreach (var window in _windows.Values)
        {
            window.Close();
        }

        var closing = new Thread(Close) { IsBackground = true, Name = $"kafka {_name} leaves" };
        closing.Start();
        if (!closing.Join(MayClose))
        {
            _log.LogWarning("The consumer of {Group} could not say goodbye to Kafka, and is left behind", _name);
        }
    }

    private void Close()
    {
        try
        {
            using (_consumer)
            {
                _consumer.Close();
            }
        }
        catch (Exception failure)
        {
            _log.LogDebug(failure, "The consumer of {Group} ended", _name);
        }
    }

    private ConsumeResult<byte[], byte[]>? Next(TimeSpan limit)
    {
        try
        {
            return _consumer.Consume(limit);
        }
        catch (ConsumeException failure) when (!failure.Error.IsFatal)
        {
            _cluster.Met(failure.Error, _log);
            return null;
        }
    }

    // A partition that is paused loses what was fetched of it ahead, and fetching it again takes longer than most handlers do.
    private static bool IsSoonEmptier(PartitionWindow window)
    {
        var until = Environment.TickCount64 + (long)MayEmpty.TotalMilliseconds;
        while (window.Count > ResumedAt && Environment.TickCount64 < until)
        {
            Thread.Sleep(1);
        }

        return window.Count <= ResumedAt;
    }

    // A broker that begins anew counts up the epoch of its partitions' leaders, and a topic that is made anew counts it from the beginning. The library
    // (2.16) takes the lower one for old news: it asks for messages that were, for ever, and says nothing.
    private void AskAfterQuiet(long now)
    {
        if (now < _askAt || _windows.Count == 0)
        {
            return;
        }

        _askAt = now + (long)(Quiet / _windows.Count).TotalMilliseconds;
        _asked = (_asked + 1) % _windows.Count;
        var window = _windows.Values.ElementAt(_asked);
        if (window.IsPaused || window.Count > 0 || now - window.ReadAt < Quiet.TotalMilliseconds)
        {
            return;
        }

        try
        {
            var end = _consumer.QueryWatermarkOffsets(window.Partition, AskLimit).High.Value;
            window.EndsAt ??= end;
            window.StuckAt = window.EndsAt == end ? null : window.StuckAt ?? now;
        }
        catch (KafkaException failure) when (!failure.Error.IsFatal)
        {
            // Brokers that are away do not say where anything ends.
            _askAt = now + (long)AskAgain.TotalMilliseconds;
            return;
        }

        if (now - window.StuckAt >= MustCome.TotalMilliseconds)
        {
            throw new KafkaException(new Error(ErrorCode.Local_Fail, $"nothing comes of {window.Partition}, though something is there"));
        }
    }

    private void LookAfter()
    {
        foreach (var window in _windows.Values)
        {
            window.GoOn();
            Store(window);
            if (window.IsPaused && window.Count <= ResumedAt)
            {
                Try(() => _consumer.Resume([window.Partition]));
                window.IsPaused = false;
                _paused--;
            }
        }
    }

    private void Pause(PartitionWindow window)
    {
        if (!window.IsPaused)
        {
            Try(() => _consumer.Pause([window.Partition]));
            window.IsPaused = true;
            _paused++;
        }
    }

    private void Store(PartitionWindow window)
    {
        if (window.Progress() is { } offset)
        {
            Try(() => _consumer.StoreOffset(offset));
        }
    }

    // A partition that the client does not have any more is left at its next callback.
    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (KafkaException failure) when (!failure.Error.IsFatal)
        {
            _log.LogDebug("{Group} met {Error}", _name, failure.Error.Reason);
        }
    }

    // The three below run within a poll, on the group's thread: other partitions' handlers go on meanwhile.
    private void Take(List<TopicPartition> assigned)
    {
        foreach (var partition in assigned)
        {
            _windows[partition] = new PartitionWindow(partition, _lanes[partition.Topic], _gone);
        }

        _log.LogInformation("{Group} was given {Partitions} partitions and has {All}", _name, assigned.Count, _windows.Count);
        _tell(null);
    }

    private void Lose(List<TopicPartitionOffset> lost)
    {
        _tell($"{_name} has lost its place in its group on Kafka");
        Leave(lost, TimeSpan.Zero);
    }

    private void Leave(List<TopicPartitionOffset> partitions, TimeSpan mayFinish)
    {
        var left = partitions.ConvertAll(p => _windows.Remove(p.TopicPartition, out var window) ? window : null).OfType<PartitionWindow>().ToArray();
        foreach (var window in left)
        {
            window.Close();
            _paused -= window.IsPaused ? 1 : 0;
        }

        WaitFor(left, mayFinish, () => Thread.Sleep(5));
        foreach (var window in left)
        {
            Store(window);
        }

        _log.LogInformation("{Group} gave up {Partitions} partitions and has {All}", _name, partitions.Count, _windows.Count);
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
