using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Blobs.Tests;

/// <summary>The engine <c>s3</c> as the host has it, on a bucket of its own.</summary>
internal sealed class S3Services : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="address">Host and port.</param>
    /// <param name="settings">More of <c>Media:S3</c>, or other ones.</param>
    public S3Services(string address, params (string Name, string Value)[] settings)
    {
        var all = Settings(address, $"test-{Guid.NewGuid():N}");
        foreach (var (name, value) in settings)
        {
            all[$"Media:S3:{name}"] = value;
        }

        _services = new ServiceCollection().AddLogging().AddBlobs(new ConfigurationBuilder().AddInMemoryCollection(all).Build()).BuildServiceProvider();
    }

    public IBlobs Blobs => _services.GetRequiredService<IBlobs>();

    public IBlobParts Parts => _services.GetRequiredService<IBlobParts>();

    public static Dictionary<string, string?> Settings(string address, string bucket) => new()
    {
        ["Media:Blobs:Engine"] = "s3",
        ["Media:S3:Endpoint"] = $"http://{address}",
        ["Media:S3:Bucket"] = bucket,
        ["Media:S3:AccessKey"] = "media-access",
        ["Media:S3:SecretKey"] = "media-secret",
        ["Media:S3:Timeout"] = "00:00:03",
    };

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
