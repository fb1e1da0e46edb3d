using System.Security.Cryptography;
using System.Text.Json;
using Media.Delivery.Contracts;

namespace Media.Delivery.Tests.Sample;

/// <summary>A file whose original is in the store, and what is said to publish it.</summary>
internal sealed record SampleFile(byte[] Bytes, PublishFile Said)
{
    public static readonly DateTimeOffset StoredAt = new(2026, 1, 31, 8, 15, 30, 250, TimeSpan.Zero);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public Guid Id => Said.FileId;

    public string Address => $"/v1/files/{Id}";

    public string ETag => $"\"{Said.Sha256}\"";

    /// <summary>Stored, and not yet published.</summary>
    public static async Task<SampleFile> Store(
        DeliveryHost host, int bytes = 1000, string mediaType = "image/jpeg", string name = "cat.jpg", string tenant = "default")
    {
        var content = RandomNumberGenerator.GetBytes(bytes);
        var id = Guid.CreateVersion7();
        var key = $"originals/{tenant}/{id}/{Guid.NewGuid()}";
        var written = await host.Blobs.Write(key, new MemoryStream(content), bytes, TestContext.Current.CancellationToken);
        return new SampleFile(
            content,
            new PublishFile(id, tenant, 1, name, mediaType, bytes, written.Sha256, key, StoredAt, Trashed: false, Renditions: null, Detections: null));
    }

    public static async Task<SampleFile> Publish(
        DeliveryHost host, int bytes = 1000, string mediaType = "image/jpeg", string name = "cat.jpg", string tenant = "default")
    {
        var file = await Store(host, bytes, mediaType, name, tenant);
        await host.Publish(file.Said);
        return file;
    }

    /// <summary>Writes what a worker made, and answers its key.</summary>
    public async Task<(string Key, string Sha256)> Derive(DeliveryHost host, string recipe, string name, byte[] content)
    {
        var key = $"derived/{Said.Tenant}/{Id}/{recipe}/{name}";
        var written = await host.Blobs.Write(key, new MemoryStream(content), content.Length, TestContext.Current.CancellationToken);
        return (key, written.Sha256);
    }

    public async Task<string> DeriveManifest<T>(DeliveryHost host, string recipe, T manifest) =>
        (await Derive(host, recipe, "manifest.json", JsonSerializer.SerializeToUtf8Bytes(manifest, Json))).Key;
}
