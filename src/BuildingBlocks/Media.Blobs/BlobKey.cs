using System.Buffers;

namespace Media.Blobs;

/// <summary>What a key may be. Keys are made by the product, so one that breaks these rules is a bug, and an <see cref="ArgumentException"/>.</summary>
internal static class BlobKey
{
    /// <summary>Characters of a key at most: half of what S3 takes, so that a bucket may put its own prefix before it.</summary>
    public const int MaxLength = 512;

    /// <summary>Characters between two slashes at most: a file name of Linux.</summary>
    public const int MaxSegment = 255;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Checks a whole key.</summary>
    public static void Check(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (key.Length > MaxLength || !AreSegments(key))
        {
            throw new ArgumentException($"not a blob key: {Shown(key)}", nameof(key));
        }
    }

    /// <summary>Checks what a key may begin with: nothing, whole segments and a slash, or a segment's beginning.</summary>
    public static void CheckPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var slash = prefix.LastIndexOf('/');
        if (prefix.Length > MaxLength || (slash >= 0 && !AreSegments(prefix.AsSpan(0, slash)))
            || (slash < prefix.Length - 1 && !IsSegment(prefix.AsSpan(slash + 1))))
        {
            throw new ArgumentException($"not a prefix of blob keys: {Shown(prefix)}", nameof(prefix));
        }
    }

    /// <summary>Checks a prefix that ends in a slash.</summary>
    public static void CheckFolder(string prefix)
    {
        CheckPrefix(prefix);
        if (!prefix.EndsWith('/'))
        {
            throw new ArgumentException($"must end in a slash: {Shown(prefix)}", nameof(prefix));
        }
    }

    /// <summary>No segment begins with a dot: neither <c>..</c> nor a name that the folder engine uses for itself can be meant.</summary>
    public static bool IsSegment(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxSegment && text[0] != '.' && !text.ContainsAnyExcept(Allowed);

    private static bool AreSegments(ReadOnlySpan<char> text)
    {
        foreach (var range in text.Split('/'))
        {
            if (!IsSegment(text[range]))
            {
                return false;
            }
        }

        return true;
    }

    // A hostile text does not get into a log line whole, nor with its line ends.
    private static string Shown(string text) =>
        new([.. text.Take(100).Select(c => char.IsAsciiLetterOrDigit(c) || "-_./".Contains(c, StringComparison.Ordinal) ? c : '?')]);
}
