namespace Media.Documents.Leasing;

/// <summary>A lease that this process took. Disposing gives it back, so that others need not wait for its end.</summary>
public sealed class Lease : IAsyncDisposable
{
    private readonly Leases _leases;
    private readonly LeaseDocument _document;
    private readonly TimeSpan _length;
    private long _began;
    private bool _lost;

    internal Lease(Leases leases, LeaseDocument document, TimeSpan length, long began)
    {
        (_leases, _document, _length, _began) = (leases, document, length, began);
    }

    /// <summary>Rises with each taking of the lease, by whomever.</summary>
    public long Epoch => _document.Epoch;

    /// <summary>
    /// Whether the holder may count on it: for two thirds of its length, by a clock that nobody sets, from before the write that took it.
    /// </summary>
    public bool IsHeld => !_lost && _leases.Since(_began) < _length * 2 / 3;

    /// <summary>Begins its length anew; false once it is another's, and for good.</summary>
    public async Task<bool> Renew(CancellationToken stop)
    {
        var began = _leases.Now();
        if (_lost || !await _leases.Renew(_document, _length, stop))
        {
            _lost = true;
            return false;
        }

        _began = began;
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_lost)
        {
            return;
        }

        _lost = true;
        try
        {
            await _leases.Release(_document, CancellationToken.None);
        }
        catch (DocumentsUnavailableException)
        {
            // It runs out by itself.
        }
    }
}
