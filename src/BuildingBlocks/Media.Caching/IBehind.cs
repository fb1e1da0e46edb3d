namespace Media.Caching;

/// <summary>What lies behind a process's memory: what it shares with others, or nothing.</summary>
internal interface IBehind
{
    /// <summary>Called once, before all else.</summary>
    /// <param name="drop">Takes out of this process's memory what others removed, and what they may have removed unheard.</param>
    void Begin(Action<Removal> drop);

    /// <summary>What another process has made under the key, else what <paramref name="make"/> makes. Fails only as that does.</summary>
    Task<Made<T>> FoundOrMade<T>(string key, IReadOnlyList<string> tags, TimeSpan lifetime, Func<Task<T>> make);

    /// <summary>Once this has ended, nothing made before it is found any more. Does not fail.</summary>
    Task Remove(Removal removal);
}

/// <param name="Kept">How long it may be kept in memory from now on; zero or less where not at all.</param>
internal readonly record struct Made<T>(T Value, TimeSpan Kept);

/// <summary>The memory of one process, and nothing behind it.</summary>
internal sealed class NothingBehind : IBehind
{
    public void Begin(Action<Removal> drop)
    {
    }

    public async Task<Made<T>> FoundOrMade<T>(string key, IReadOnlyList<string> tags, TimeSpan lifetime, Func<Task<T>> make) =>
        new(await make(), lifetime);

    public Task Remove(Removal removal) => Task.CompletedTask;
}
