using Media.Testing.Engines;

namespace Media.EndToEnd.Tests.Deploy;

/// <summary>The tests' engines in the place of the containers that the compose file's settings name.</summary>
internal sealed class StandIns : IAsyncDisposable
{
    private readonly string _secret = Path.GetTempFileName();
    private readonly string _name = Guid.NewGuid().ToString("n");
    private IReadOnlyList<(string Named, string Instead)> _places = [];

    public static async Task<StandIns> Start()
    {
        var engines = new StandIns();
        await File.WriteAllTextAsync(engines._secret, "media-secret");
        engines._places =
        [
            ("kafka:9092", (await TestEngine.Kafka()).Address), ("mongo:27017", (await TestEngine.Mongo()).Address),
            ("minio:9000", (await TestEngine.S3()).Address), ("redis:6379", (await TestEngine.Redis()).Address), ("/run/secrets/s3", engines._secret),
        ];
        return engines;
    }

    /// <summary>A service's environment over the image's, for a process on this machine.</summary>
    public IReadOnlyDictionary<string, string> Environment(ImageFile image, ComposeService service)
    {
        var environment = image.Environment.Concat(service.Environment).GroupBy(e => e.Key).ToDictionary(e => e.Key, e => Placed(e.Last().Value));
        // Other tests use the same engines.
        environment["Media__Kafka__Prefix"] = environment["Media__Redis__Prefix"] = $"test-{_name}.";
        environment["Media__Kafka__WorkPartitions"] = environment["Media__Kafka__Partitions"] = "6";
        environment["Media__Mongo__Database"] = environment["Media__S3__Bucket"] = $"test-{_name}";
        environment["Media__S3__AccessKey"] = "media-access";
        return environment;
    }

    public ValueTask DisposeAsync()
    {
        File.Delete(_secret);
        return ValueTask.CompletedTask;
    }

    private string Placed(string value) => _places.Aggregate(value, (text, place) => text.Replace(place.Named, place.Instead, StringComparison.Ordinal));
}
