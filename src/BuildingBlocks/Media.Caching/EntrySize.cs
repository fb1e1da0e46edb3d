using System.Text.Json;

namespace Media.Caching;

/// <summary>What an entry takes in memory, in bytes, near enough to bound the whole.</summary>
internal static class EntrySize
{
    // The entry's objects, its place in three dictionaries, its timer.
    private const long Around = 600;

    public static long Of<T>(string key, IReadOnlyList<string> tags, T value) =>
        Around + (2 * (key.Length + tags.Sum(tag => tag.Length))) + Of(value);

    // As JSON a record is about half as long as in memory, where text has two bytes a letter and every object a header.
    private static long Of<T>(T value) => value switch
    {
        null => 0,
        byte[] bytes => bytes.Length,
        string text => 2 * text.Length,
        _ => 2 * JsonSerializer.SerializeToUtf8Bytes(value).Length,
    };
}
