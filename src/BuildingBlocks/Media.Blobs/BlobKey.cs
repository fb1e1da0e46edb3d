namespace Media.Blobs;

/// <summary>Keys are made by the product, so a wrong one is a bug; it is refused all the same before it becomes a path.</summary>
internal static class BlobKey
{
    private const int Longest = 500;

    public static void Check(string key)
    {
        if (key.Length is 0 or > Longest || key.Split('/').Any(segment => !IsSegment(segment)))
        {
            throw new ArgumentException($"not a blob key: '{key}'", nameof(key));
        }
    }

    /// <summary>A prefix is whole segments, and ends in a slash.</summary>
    public static void CheckPrefix(string prefix)
    {
        if (prefix.Length < 2 || prefix[^1] != '/')
        {
            throw new ArgumentException($"not a prefix of blob keys: '{prefix}'", nameof(prefix));
        }

        Check(prefix[..^1]);
    }

    private static bool IsSegment(string segment) =>
        segment.Length > 0 && segment[0] != '.' && segment.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.');
}
