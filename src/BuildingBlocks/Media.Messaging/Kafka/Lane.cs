namespace Media.Messaging.Kafka;

/// <summary>Messages of one key, in their order: the first is at work or waits for its turn.</summary>
internal sealed class Chain(Lane.Id? id)
{
    public Lane.Id? Id { get; } = id;

    public Queue<Delivery> Deliveries { get; } = new();
}

/// <summary>
/// The messages of one topic in this process: in order by key, several keys at once. A key belongs to no worker, so that a slow one
/// delays only itself.
/// </summary>
internal sealed class Lane(int concurrency, TimeSpan longestHold, Func<Delivery, Task<Handled>> handle)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Id, Chain> _chains = new(new Id.Comparer());
    private readonly Queue<Chain> _ready = new();
    private int _workers;
    private bool _starting;

    public void Add(Delivery delivery)
    {
        if (delivery.Result.Message.Key is not { Length: > 0 } key)
        {
            var alone = new Chain(null);
            alone.Deliveries.Enqueue(delivery);
            Offer(alone);
            return;
        }

        var id = new Id(delivery.Result.Partition.Value, key);
        Chain? begun = null;
        lock (_lock)
        {
            if (!_chains.TryGetValue(id, out var chain))
            {
                _chains[id] = begun = chain = new Chain(id);
            }

            chain.Deliveries.Enqueue(delivery);
        }

        if (begun is not null)
        {
            Offer(begun);
        }
    }

    /// <summary>Gives a chain its turn, as soon as a worker is free.</summary>
    public void Offer(Chain chain)
    {
        lock (_lock)
        {
            _ready.Enqueue(chain);
            StartOne();
        }
    }

    // Under the lock. One at a time, which starts the next if there is still work for it: most handlers are done before as many as may run
    // have woken.
    private void StartOne()
    {
        if (!_starting && _workers < concurrency)
        {
            _workers++;
            _starting = true;
            _ = Task.Run(Work);
        }
    }

    private async Task Work()
    {
        lock (_lock)
        {
            _starting = false;
            if (_ready.Count > 1)
            {
                StartOne();
            }
        }

        while (Next() is { } turn)
        {
            var (chain, delivery) = turn;
            switch (delivery.Window.Admit(chain))
            {
                case Admission.Now:
                    var outcome = await handle(delivery);
                    if (delivery.Window.End(delivery, outcome, chain, longestHold))
                    {
                        GoOn(chain);
                    }

                    break;
                case Admission.Never:
                    GoOn(chain);
                    break;
            }
        }
    }

    private (Chain Chain, Delivery Delivery)? Next()
    {
        lock (_lock)
        {
            if (_ready.TryDequeue(out var chain))
            {
                return (chain, chain.Deliveries.Peek());
            }

            _workers--;
            return null;
        }
    }

    private void GoOn(Chain chain)
    {
        lock (_lock)
        {
            chain.Deliveries.Dequeue();
            if (chain.Deliveries.Count > 0)
            {
                _ready.Enqueue(chain);
            }
            else if (chain.Id is { } id)
            {
                _chains.Remove(id);
            }
        }
    }

    internal readonly record struct Id(int Partition, byte[] Key)
    {
        internal sealed class Comparer : IEqualityComparer<Id>
        {
            public bool Equals(Id x, Id y) => x.Partition == y.Partition && x.Key.AsSpan().SequenceEqual(y.Key);

            public int GetHashCode(Id id)
            {
                var hash = default(HashCode);
                hash.Add(id.Partition);
                hash.AddBytes(id.Key);
                return hash.ToHashCode();
            }
        }
    }
}
