namespace Media.Caching;

/// <summary>A maker at work for everybody who asks for its key meanwhile.</summary>
internal abstract class Flight
{
    private volatile bool _outdated;

    /// <summary>Whether the key was removed since the maker began: what it makes may be older than the removal, and is not kept.</summary>
    public bool IsOutdated => _outdated;

    /// <summary>Ends with the maker and once its outcome is kept or dropped; fails as the maker does.</summary>
    public abstract Task Ended { get; }

    public void Outdate() => _outdated = true;
}

/// <param name="run">Begins when the first caller asks for the outcome, and once.</param>
internal sealed class Flight<T>(Func<Flight, Task<T>> run) : Flight
{
    private readonly Lock _beginning = new();
    private Task<T>? _outcome;

    public override Task Ended => Outcome;

    public Task<T> Outcome
    {
        get
        {
            lock (_beginning)
            {
                // On a thread of its own: the lock is not held while a maker does its first steps.
                return _outcome ??= Task.Run(() => run(this));
            }
        }
    }
}
