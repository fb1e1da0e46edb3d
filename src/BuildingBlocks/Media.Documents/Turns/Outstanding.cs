namespace Media.Documents.Turns;

/// <summary>
/// How much of each kind is asked for and not answered, in all and for each tenant. Below both bounds something is asked for at once,
/// above them it waits for its turn: what is before those who answer stays short, and one tenant's flood lets the others by.
/// The bounds are soft. This process counts what passes through it, and from time to time all that stands in the store (<see cref="HandOut{T}"/>).
/// </summary>
/// <param name="most">Of one kind, for all tenants together.</param>
/// <param name="mostOfTenant">Of one kind, for one tenant.</param>
public sealed class Outstanding<T>(int most, int mostOfTenant) : IDisposable where T : ITakesTurns
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _waits = new(0, 1);
    private readonly SemaphoreSlim _free = new(0, 1);
    private Dictionary<(string Kind, string Tenant), int> _asked = [];

    /// <summary>How many more of a kind may be asked for; for all tenants together, 0 or less where there are enough.</summary>
    public int Room(string kind) => Read(() => most - Total(kind));

    /// <summary>The same for one tenant.</summary>
    public int Room(string kind, string tenant) => Read(() => mostOfTenant - _asked.GetValueOrDefault((kind, tenant)));

    /// <summary>Whether one more of a kind may be asked for at once.</summary>
    public bool HasRoom(string kind, string tenant) => Room(kind) > 0 && Room(kind, tenant) > 0;

    /// <summary>Counts what a change of a document asked for, and what it ended.</summary>
    /// <param name="before"><see cref="ITakesTurns.Outstanding"/> before the change.</param>
    public void Changed(T document, IReadOnlyList<string> before)
    {
        var after = document.Outstanding;
        lock (_lock)
        {
            foreach (var kind in after.Except(before))
            {
                Count(_asked, kind, document.Tenant, 1);
            }

            foreach (var kind in before.Except(after))
            {
                // Half of what was full is enough for the next turns: with each answer a round of its own would be too much.
                var left = Count(_asked, kind, document.Tenant, -1);
                if (left == mostOfTenant / 2 || Total(kind) == most / 2)
                {
                    Release(_free);
                }
            }
        }
    }

    /// <summary>Says that something waits for its turn, and so that somebody should hand out.</summary>
    public void Waits() => Release(_waits);

    /// <summary>Ends as soon as something waits for its turn, or after the time.</summary>
    public Task SomeWait(TimeSpan longest, CancellationToken stop) => _waits.WaitAsync(longest, stop);

    /// <summary>Ends as soon as half of what may be asked for has been answered here, or after the time.</summary>
    public Task SomeRoom(TimeSpan longest, CancellationToken stop) => _free.WaitAsync(longest, stop);

    /// <summary>Starts again from what stands in the store: what other processes asked for and heard is in it too.</summary>
    public void Recounted(IEnumerable<T> documents)
    {
        var asked = new Dictionary<(string Kind, string Tenant), int>();
        foreach (var document in documents)
        {
            foreach (var kind in document.Outstanding)
            {
                Count(asked, kind, document.Tenant, 1);
            }
        }

        lock (_lock)
        {
            _asked = asked;
        }
    }

    public void Dispose()
    {
        _waits.Dispose();
        _free.Dispose();
    }

    // Never below none: an answer may be heard here of what another process asked for.
    private static int Count(Dictionary<(string Kind, string Tenant), int> asked, string kind, string tenant, int by) =>
        asked[(kind, tenant)] = Math.Max(0, asked.GetValueOrDefault((kind, tenant)) + by);

    private static void Release(SemaphoreSlim signal)
    {
        try
        {
            signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // It was said already.
        }
    }

    private int Total(string kind) => _asked.Sum(a => a.Key.Kind == kind ? a.Value : 0);

    private int Read(Func<int> count)
    {
        lock (_lock)
        {
            return count();
        }
    }
}
