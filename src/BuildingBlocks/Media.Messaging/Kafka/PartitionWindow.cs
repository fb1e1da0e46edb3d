using Confluent.Kafka;

namespace Media.Messaging.Kafka;

/// <summary>What became of a message.</summary>
internal enum Handled
{
    /// <summary>Done with: handled, or kept as a dead letter.</summary>
    Done,

    /// <summary>A store or broker is out of reach: the same message again, later.</summary>
    OutOfReach,

    /// <summary>The process or the partition goes: whoever has it next gets the message again.</summary>
    Abandoned,
}

/// <summary>A message on its way through this process.</summary>
internal sealed record Delivery(ConsumeResult<byte[], byte[]> Result, PartitionWindow Window)
{
    /// <summary>Whether it is done with; seen and set under the window's lock.</summary>
    public bool IsDone { get; set; }
}

/// <summary>
/// The messages of one assigned partition between the oldest that is not done with and the newest that was read. What is done with counts
/// up to the first gap: the rest is read again by whoever has the partition next.
/// </summary>
/// <param name="gone">Cancelled when handlers are not waited for any longer.</param>
internal sealed class PartitionWindow(TopicPartition partition, Lane lane, CancellationToken gone)
{
    private static readonly TimeSpan FirstHold = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Queue<Delivery> _deliveries = new();
    private readonly List<Chain> _held = [];
    private Chain? _trying;
    private TimeSpan _hold;
    private long _heldUntil;
    private TopicPartitionOffset? _progress;
    private int _running;
    private bool _closed;

    public TopicPartition Partition { get; } = partition;

    public Lane Lane { get; } = lane;

    public CancellationToken Gone { get; } = gone;

    /// <summary>Whether the poll loop has paused it; its alone.</summary>
    public bool IsPaused { get; set; }

    /// <summary>When it was read last, in ticks of the system; the poll loop's alone, as is what follows.</summary>
    public long ReadAt { get; private set; } = Environment.TickCount64;

    /// <summary>Where the partition ends, if nothing is there that was not read; null where that is not known yet.</summary>
    public long? EndsAt { get; set; }

    /// <summary>Since when something is there that does not come; null where nothing is.</summary>
    public long? StuckAt { get; set; }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _deliveries.Count;
            }
        }
    }

    public int Running
    {
        get
        {
            lock (_lock)
            {
                return _running;
            }
        }
    }

    public Delivery Add(ConsumeResult<byte[], byte[]> result)
    {
        var delivery = new Delivery(result, this);
        (ReadAt, EndsAt, StuckAt) = (Environment.TickCount64, result.Offset + 1, null);
        lock (_lock)
        {
            _deliveries.Enqueue(delivery);
        }

        return delivery;
    }

    /// <summary>The offset behind all that is done with, where it has moved since it was last asked for.</summary>
    public TopicPartitionOffset? Progress()
    {
        lock (_lock)
        {
            var progress = _progress;
            _progress = null;
            return progress;
        }
    }

    /// <summary>Whether a handler may begin; a chain that comes while the partition is held is kept until it goes on.</summary>
    public Admission Admit(Chain chain)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return Admission.Never;
            }

            if (_heldUntil != 0 || (_trying is not null && _trying != chain))
            {
                _held.Add(chain);
                return Admission.Later;
            }

            _running++;
            return Admission.Now;
        }
    }

    /// <summary>Ends what <see cref="Admit"/> began.</summary>
    /// <returns>Whether the chain goes on behind this delivery; else it is held, and the delivery is still its first.</returns>
    public bool End(Delivery delivery, Handled outcome, Chain chain, TimeSpan longestHold)
    {
        Chain[] released = [];
        lock (_lock)
        {
            _running--;
            if (outcome == Handled.OutOfReach && !_closed)
            {
                Hold(chain, longestHold);
                return false;
            }

            if (outcome == Handled.Done)
            {
                _hold = TimeSpan.Zero;
                delivery.IsDone = true;
                while (_deliveries.TryPeek(out var first) && first.IsDone)
                {
                    _progress = new TopicPartitionOffset(Partition, first.Result.Offset + 1);
                    _deliveries.Dequeue();
                }
            }

            if (chain == _trying)
            {
                released = TakeHeld();
            }
        }

        Offer(released);
        return true;
    }

    /// <summary>Lets a held partition go on once its time has come, its first key alone until that one is done. Called by the poll loop.</summary>
    public void GoOn()
    {
        Chain first;
        lock (_lock)
        {
            if (_heldUntil == 0 || Environment.TickCount64 < _heldUntil)
            {
                return;
            }

            // All at once would meet the same store in as many handlers, each with an error in the log.
            first = _held[0];
            _held.RemoveAt(0);
            _heldUntil = 0;
            _trying = first;
        }

        Lane.Offer(first);
    }

    /// <summary>Begins no further handler; those that run go on.</summary>
    public void Close()
    {
        Chain[] released;
        lock (_lock)
        {
            _closed = true;
            released = TakeHeld();
        }

        // Refused from now on, which lets the keys' later messages by, should the partition come back.
        Offer(released);
    }

    // The chain goes behind the others that are held: each gets its turn to be tried.
    private void Hold(Chain chain, TimeSpan longestHold)
    {
        _held.Add(chain);
        if (_heldUntil == 0)
        {
            _hold = _hold == TimeSpan.Zero ? FirstHold : _hold * 2 > longestHold ? longestHold : _hold * 2;
            _heldUntil = Environment.TickCount64 + (long)_hold.TotalMilliseconds;
            _trying = null;
        }
    }

    private Chain[] TakeHeld()
    {
        Chain[] held = [.. _held];
        _held.Clear();
        _heldUntil = 0;
        _trying = null;
        return held;
    }

    private void Offer(Chain[] chains)
    {
        foreach (var chain in chains)
        {
            Lane.Offer(chain);
        }
    }
}

internal enum Admission
{
    Now,
    Later,
    Never,
}
