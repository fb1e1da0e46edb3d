namespace Media.Caching;

/// <summary>The cache: what was made once is made again only when it expired or was removed. It fails open: slower, never wrong.</summary>
public interface ICache
{
    /// <summary>What is cached under a key, else what <paramref name="make"/> makes of it; callers who ask at once share one maker.</summary>
    /// <param name="lifetime">How long it is kept at most.</param>
    /// <param name="tags">By which it can be removed with others.</param>
    Task<T> GetOrCreate<T>(
        string key, Func<CancellationToken, Task<T>> make, TimeSpan lifetime, IReadOnlyList<string> tags, CancellationToken stop);

    Task Remove(string key, CancellationToken stop);

    /// <summary>Removes all that carries a tag.</summary>
    Task RemoveTagged(string tag, CancellationToken stop);
}
