namespace Media.Documents.Leasing;

/// <summary>
/// Leases: who does a piece of work that one should do alone. A lease saves work and proves nothing: what is written under it is
/// still written by compare-and-swap.
/// </summary>
public sealed class Leases
{
    /// <summary>How long after a lease ran out others take it: clocks differ.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly IDocuments<LeaseDocument> _documents;
    private readonly TimeProvider _time;
    private readonly string _holder = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";

    internal Leases(IDocuments<LeaseDocument> documents, TimeProvider time)
    {
        _documents = documents;
        _time = time;
    }

    /// <summary>Takes a lease; null where somebody else holds it.</summary>
    /// <param name="name">What it is for: letters, digits, <c>-</c> and <c>/</c>.</param>
    /// <param name="length">How long it lasts without renewal; the holder counts on two thirds of it.</param>
    public async Task<Lease?> TryTake(string name, TimeSpan length, CancellationToken stop)
    {
        var began = _time.GetTimestamp();
        var now = _time.GetUtcNow();
        if (await _documents.Get(name, stop) is not { } lease)
        {
            lease = new LeaseDocument { Id = name, Holder = _holder, Epoch = 1, ExpiresAt = now + length };
            return await _documents.Insert(lease, stop) == Write.Written ? new Lease(this, lease, length, began) : null;
        }

        if (lease.ExpiresAt + Grace > now)
        {
            return null;
        }

        lease.Holder = _holder;
        lease.Epoch++;
        lease.ExpiresAt = now + length;
        return await _documents.Replace(lease, stop) == Write.Written ? new Lease(this, lease, length, began) : null;
    }

    internal long Now() => _time.GetTimestamp();

    internal TimeSpan Since(long began) => _time.GetElapsedTime(began);

    internal async Task<bool> Renew(LeaseDocument lease, TimeSpan length, CancellationToken stop)
    {
        lease.ExpiresAt = _time.GetUtcNow() + length;
        return await _documents.Replace(lease, stop) == Write.Written;
    }

    internal Task Release(LeaseDocument lease, CancellationToken stop)
    {
        lease.ExpiresAt = DateTimeOffset.UnixEpoch;
        return _documents.Replace(lease, stop);
    }
}
