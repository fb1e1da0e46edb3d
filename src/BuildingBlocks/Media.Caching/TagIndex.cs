namespace Media.Caching;

/// <summary>
/// Which keys carry a tag. FusionCache marks a removed tag by an entry of its own, for each tag that is ever read or removed:
/// in a bounded memory those marks push out what is cached, or are pushed out themselves and let removed entries live again.
/// </summary>
/// <param name="isKept">Whether a key is cached or being made; others are forgotten from time to time.</param>
internal sealed class TagIndex(Func<string, bool> isKept)
{
    private const int FirstLook = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<string>> _keys = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _tags = [];
    private int _lookAt = FirstLook;

    /// <summary>Keys that are remembered, cached or not.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _tags.Count;
            }
        }
    }

    /// <summary>Remembers a key by its tags. Called when it is being made already, so that no look in between forgets it.</summary>
    public void Add(string key, IReadOnlyList<string> tags)
    {
        if (tags.Count == 0)
        {
            return;
        }

        lock (_lock)
        {
            Forget(key);
            _tags[key] = tags;
            foreach (var tag in tags)
            {
                if (!_keys.TryGetValue(tag, out var keys))
                {
                    keys = [];
                    _keys.Add(tag, keys);
                }

                keys.Add(key);
            }

            if (_tags.Count >= _lookAt)
            {
                ForgetWhatIsGone();
            }
        }
    }

    /// <summary>The keys that carry a tag.</summary>
    public IReadOnlyList<string> Of(string tag)
    {
        lock (_lock)
        {
            return _keys.TryGetValue(tag, out var keys) ? [.. keys] : [];
        }
    }

    private void ForgetWhatIsGone()
    {
        foreach (var key in _tags.Keys.Where(key => !isKept(key)).ToArray())
        {
            Forget(key);
        }

        // Twice what is there, so that looking at all of them stays cheap by the key.
        _lookAt = Math.Max(FirstLook, _tags.Count * 2);
    }

    private void Forget(string key)
    {
        if (!_tags.Remove(key, out var tags))
        {
            return;
        }

        foreach (var tag in tags)
        {
            if (_keys.TryGetValue(tag, out var keys) && keys.Remove(key) && keys.Count == 0)
            {
                _keys.Remove(tag);
            }
        }
    }
}
