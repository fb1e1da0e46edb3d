using System.Text;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using Confluent.Kafka;
using Media.EndToEnd.Tests.Client;
using Media.EndToEnd.Tests.Hosting;
using Media.Testing.Description;
using Media.Testing.Engines;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Driver;

namespace Media.EndToEnd.Tests.Cluster;

/// <summary>Each module as a process of its own on Kafka, MongoDB and S3, behind one address.</summary>
internal sealed class MediaCluster : IAsyncDisposable
{
    private static readonly string[] Names = ["upload", "orchestration", "processing", "vision", "delivery"];

    private readonly Dictionary<string, MediaHost> _modules = [];
    private readonly Dictionary<string, string> _settings;
    private Front? _front;
    private HttpClient? _http;

    private MediaCluster(Dictionary<string, string> settings) => _settings = settings;

    /// <summary>The interface at the one address.</summary>
    public Api Api { get; private set; } = null!;

    public IReadOnlyDictionary<string, MediaHost> Modules => _modules;

    /// <param name="settings">Of all processes, beyond engines and addresses.</param>
    public static async Task<MediaCluster> Start(CancellationToken stop, params (string Name, string Value)[] settings)
    {
        var name = Guid.NewGuid().ToString("n");
        var all = new Dictionary<string, string>
        {
            ["Media__Profile"] = "cluster",
            ["Media__Access__FirstKey"] = MediaHost.NewKey(),
            ["Media__Kafka__Brokers"] = (await TestEngine.Kafka()).Address,
            ["Media__Kafka__Prefix"] = $"test-{name}.",
            ["Media__Kafka__WorkPartitions"] = "6",
            ["Media__Kafka__Partitions"] = "6",
            ["Media__Mongo__Uri"] = $"mongodb://{(await TestEngine.Mongo()).Address}",
            ["Media__Mongo__Database"] = $"test-{name}",
            ["Media__S3__Endpoint"] = $"http://{(await TestEngine.S3()).Address}",
            ["Media__S3__Bucket"] = $"test-{name}",
            ["Media__S3__AccessKey"] = "media-access",
            ["Media__S3__SecretKey"] = "media-secret",
        };
        foreach (var (setting, value) in settings)
        {
            all[setting] = value;
        }

        var cluster = new MediaCluster(all);
        try
        {
            await cluster.Start(stop);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Every document of a collection, read past the product.</summary>
    public async Task<IReadOnlyList<JsonElement>> Documents(string collection, CancellationToken stop)
    {
        using var client = new MongoClient(_settings["Media__Mongo__Uri"]);
        var found = await client.GetDatabase(_settings["Media__Mongo__Database"]).GetCollection<BsonDocument>(collection).Find(new BsonDocument()).ToListAsync(stop);
        return [.. found.Select(d => JsonDocument.Parse(d.ToJson(new JsonWriterSettings { OutputMode = JsonOutputMode.RelaxedExtendedJson })).RootElement)];
    }

    /// <summary>Keys of all blobs, read past the product.</summary>
    public async Task<IReadOnlyList<string>> Blobs(CancellationToken stop)
    {
        using var client = new AmazonS3Client(
            _settings["Media__S3__AccessKey"], _settings["Media__S3__SecretKey"], new AmazonS3Config { ServiceURL = _settings["Media__S3__Endpoint"], ForcePathStyle = true });
        var keys = new List<string>();
        var request = new ListObjectsV2Request { BucketName = _settings["Media__S3__Bucket"] };
        do
        {
            var page = await client.ListObjectsV2Async(request, stop);
            keys.AddRange((page.S3Objects ?? []).Select(o => o.Key));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
        return keys;
    }

    /// <summary>Puts bytes on the topic of a message, past the product.</summary>
    /// <param name="message">The full name of the message's type.</param>
    public async Task Produce(string message, Guid key, byte[] body, CancellationToken stop)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = _settings["Media__Kafka__Brokers"] }).Build();
        var value = new Message<byte[], byte[]> { Key = Encoding.ASCII.GetBytes(key.ToString()), Value = body };
        await producer.ProduceAsync(_settings["Media__Kafka__Prefix"] + message, value, stop);
    }

    /// <summary>How many files stand in each state.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Counts(CancellationToken stop) =>
        (await Api.Get<StateCounts>("/v1/status?counts=true", stop)).Counts;

    /// <summary>One more process, of one module or of several with commas between; the address in front does not know it.</summary>
    public Task<MediaHost> OneMore(string modules, CancellationToken stop) => MediaHost.Start(stop, [.. _settings.Select(s => (s.Key, s.Value)), ("Media__Modules", modules)]);

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await Task.WhenAll(_modules.Values.Select(m => m.DisposeAsync().AsTask()));
        await (_front?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task Start(CancellationToken stop)
    {
        foreach (var (name, host) in Names.Zip(await Task.WhenAll(Names.Select(name => OneMore(name, stop)))))
        {
            _modules[name] = host;
        }

        _front = await Front.Start(_modules.ToDictionary(m => m.Key, m => m.Value.Address));
        _http = new HttpClient(new DescribedAnswers(new AwayAnswers())) { BaseAddress = _front.Address, Timeout = TimeSpan.FromMinutes(2) };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", _modules["upload"].Key);
        Api = new Api(_http);
        await Until.True(async () => await Answers(stop), TimeSpan.FromSeconds(10), () => "The address in front does not answer", stop);
    }

    private sealed record StateCounts(Dictionary<string, int> Counts);

    private async Task<bool> Answers(CancellationToken stop)
    {
        try
        {
            using var answer = await _http!.GetAsync(new Uri("/health/live", UriKind.Relative), stop);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
