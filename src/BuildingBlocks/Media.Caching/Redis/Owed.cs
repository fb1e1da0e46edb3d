namespace Media.Caching.Redis;

/// <summary>What was removed here and is not told yet. Bounded: what would be too much to tell is told as one removal of everything.</summary>
internal sealed class Owed
{
    public const int Most = 10_000;

    private readonly HashSet<Removal> _removals = [];

    public void Add(Removal removal)
    {
        if (_removals.Contains(Removal.Everything))
        {
            return;
        }

        if (removal == Removal.Everything || _removals.Count >= Most)
        {
            _removals.Clear();
            removal = Removal.Everything;
        }

        _removals.Add(removal);
    }

    /// <summary>Takes a part of them, to be told.</summary>
    public IReadOnlyList<Removal> Take()
    {
        Removal[] some = [.. _removals.Take(500)];
        _removals.ExceptWith(some);
        return some;
    }

    /// <summary>They could not be told.</summary>
    public void GiveBack(IReadOnlyList<Removal> removals)
    {
        foreach (var removal in removals)
        {
            Add(removal);
        }
    }
}
