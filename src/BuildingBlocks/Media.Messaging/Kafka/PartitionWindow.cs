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
/// The messages of one assigned partition between the oldest that is not done with and the newest that was read. Offsets are stored for
/// the contiguous beginning alone: what was not done with is read again by whoever has the partition next.
/// </summary>
/// <param name="gone">Cancelled when handlers are not waited for any longer.</param>
internal sealed class PartitionWindow(TopicPartition partition, Lane lane, Action<TopicPartitionOffset> store, CancellationToken gone)
{
    private static readonly TimeSpan FirstHold = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Queue<Delivery> _deliveries = new();
    private readonly List<Chain> _held = [];
    private TimeSpan _hold;
    private long _heldUntil;
    private int _running;
    private bool _closed;

    public TopicPartition Partition { get; } = partition;

    public Lane Lane { get; } = lane;

    public CancellationToken Gone { get; } = gone;

    /// <summary>Whether the poll loop has paused it; its alone.</summary>
    public bool IsPaused { get; set; }

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
        lock (_lock)
        {
            _deliveries.Enqueue(delivery);
        }

        return delivery;
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

            if (_heldUntil != 0)
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
        lock (_lock)
        {
            _running--;
            if (outcome == Handled.OutOfReach && !_closed)
            {
                _held.Add(chain);
                if (_heldUntil == 0)
                {
                    _hold = _hold == TimeSpan.Zero ? FirstHold : _hold * 2 > longestHold ? longestHold : _hold * 2;
                    _heldUntil = Environment.TickCount64 + (long)_hold.TotalMilliseconds;
                }

                return false;
            }

            if (outcome != Handled.Done)
            {
                return true;
            }

            _hold = TimeSpan.Zero;
            delivery.IsDone = true;
            TopicPartitionOffset? last = null;
            while (_deliveries.TryPeek(out var first) && first.IsDone)
            {
                last = new TopicPartitionOffset(Partition, first.Result.Offset + 1);
                _deliveries.Dequeue();
            }

            if (last is not null)
            {
                store(last);
            }

            return true;
        }
    }

    /// <summary>Lets a held partition go on once its time has come. Called by the poll loop.</summary>
    public void GoOn()
    {
        if (Interlocked.Read(ref _heldUntil) is var until && until != 0 && Environment.TickCount64 >= until)
        {
            Release();
        }
    }

    /// <summary>Begins no further handler; those that run go on.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
        }

        // Refused from now on, which lets the keys' later messages by, should the partition come back.
        Release();
    }

    private void Release()
    {
        Chain[] held;
        lock (_lock)
        {
            _heldUntil = 0;
            held = [.. _held];
            _held.Clear();
        }

        foreach (var chain in held)
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
