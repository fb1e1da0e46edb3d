using System.Text.Json;
using Media.Blobs;
using Media.Caching;
using Media.Delivery.Publish;

namespace Media.Delivery.Manifests;

/// <summary>Reads what the workers wrote down of a file's renditions and detections, from the cache where it can.</summary>
internal sealed class ManifestReader(IBlobs blobs, ICache cache)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <param name="key">The manifest's blob key, or null where the file has none yet.</param>
    /// <returns>Null where there is no manifest yet, or no more.</returns>
    public async Task<T?> Read<T>(Publication publication, string? key, CancellationToken stop) where T : class
    {
        if (key is null)
        {
            return null;
        }

        try
        {
            return await cache.GetOrCreate($"manifest:{key}", ends => Make<T>(key, ends), Kept, [Publications.TagOf(publication.Id)], stop);
        }
        catch (ManifestGoneException)
        {
            return null;
        }
    }

    private async Task<T> Make<T>(string key, CancellationToken stop) where T : class
    {
        await using var blob = await blobs.Read(key, 0, null, stop) ?? throw new ManifestGoneException(key);
        return await JsonSerializer.DeserializeAsync<T>(blob.Content, Json, stop) ?? throw new JsonException($"{key} holds null");
    }

    // Thrown, so that the cache does not remember it: the file is being purged, or its step runs anew.
#pragma warning disable S3871 // Caught above, and nowhere else.
    private sealed class ManifestGoneException(string key) : Exception($"{key} is gone");
#pragma warning restore S3871
}
