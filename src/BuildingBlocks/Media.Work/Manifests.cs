using System.Text.Json;
using Media.Blobs;

namespace Media.Work;

/// <summary>Manifests: JSON beside what a step made, written last, so that its presence says that all of it is there.</summary>
public sealed class Manifests(IBlobs blobs)
{
    private const long MostBytes = 4 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>A manifest; null where there is none, or none that can be read: it is made again then.</summary>
    public async Task<T?> Read<T>(string key, CancellationToken stop) where T : class
    {
        await using var blob = await blobs.Read(key, 0, null, stop);
        try
        {
            return blob is null ? null : await JsonSerializer.DeserializeAsync<T>(blob.Content, Json, stop);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public async Task Write<T>(string key, T manifest, CancellationToken stop)
    {
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, Json));
        await blobs.Write(key, content, MostBytes, stop);
    }
}
