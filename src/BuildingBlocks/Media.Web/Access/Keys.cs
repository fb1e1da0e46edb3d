using Media.Documents;
using Microsoft.Extensions.Caching.Memory;

namespace Media.Web.Access;

/// <summary>
/// Finds keys, remembering them for 10 s: a key that is taken back works no longer than that.
/// Ids that no key has are remembered apart, so that whoever tries many of them pushes no real key out.
/// </summary>
internal sealed class Keys(IDocuments<KeyDocument> documents) : IDisposable
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 10_000 });
    private readonly MemoryCache _unknown = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    internal async ValueTask<KeyDocument?> Find(string id, CancellationToken stop)
    {
        if (_known.TryGetValue(id, out KeyDocument? known))
        {
            return known;
        }

        if (_unknown.TryGetValue(id, out _))
        {
            return null;
        }

        var found = await documents.Get(id, stop);
        var options = new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Remembered, Size = 1 };
        _ = found is null ? _unknown.Set(id, found, options) : _known.Set(id, found, options);
        return found;
    }

    /// <summary>Forgets what is remembered of an id, in this process.</summary>
    internal void Forget(string id)
    {
        _known.Remove(id);
        _unknown.Remove(id);
    }

    public void Dispose()
    {
        _known.Dispose();
        _unknown.Dispose();
    }
}
