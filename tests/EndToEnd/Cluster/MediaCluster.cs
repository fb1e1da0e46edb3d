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

/// <summary>Each module as a process of its own on Kafka, MongoDB, S3 and Redis, behind one address.</summary>
internal sealed class MediaCluster : IAsyncDisposable
{
    private readonly Dictionary<string, MediaHost> _modules = [];
    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> _environments;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly List<HttpClient> _clients = [];
    private Front? _front;

    private MediaCluster(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> environments) =>
        (_environments, _settings) = (environments, environments.Values.First());

    /// <summary>The modules there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["upload", "orchestration", "processing", "vision", "delivery"];

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
            ["Media__Redis__Address"] = (await TestEngine.Redis()).Address,
            ["Media__Redis__Prefix"] = $"test-{name}.",
        };
        foreach (var (setting, value) in settings)
        {
            all[setting] = value;
        }

        return await Start(Names.ToDictionary(n => n, n => (IReadOnlyDictionary<string, string>)new Dictionary<string, string>(all) { ["Media__Modules"] = n }), stop);
    }

    /// <param name="environments">The whole environment of each module's process, by the module's name.</param>
    public static async Task<MediaCluster> Start(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> environments, CancellationToken stop)
    {
        var cluster = new MediaCluster(environments);
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

    /// <summary>What no process may tell.</summary>
    public string BlobSecret => _settings["Media__S3__SecretKey"];

    /// <summary>Every document of a collection, read past the product.</summary>
    public async Task<IReadOnlyList<JsonElement>> Documents(string collection, CancellationToken stop)
    {
        using var client = new MongoClient(_settings["Media__Mongo__Uri"]);
        var found = await client.GetDatabase(_settings["Media__Mongo__Database"]).GetCollection<BsonDocument>(collection).Find(new BsonDocument()).ToListAsync(stop);
        return [.. found.Select(d => JsonDocument.Parse(d.ToJson(new JsonWriterSettings { OutputMode = JsonOutputMode.RelaxedExtendedJson })).RootElement)];
    }

    /// <summary>Names of all collections, read past the product.</summary>
    public async Task<IReadOnlyList<string>> Collections(CancellationToken stop)
    {
        using var client = new MongoClient(_settings["Media__Mongo__Uri"]);
        return await (await client.GetDatabase(_settings["Media__Mongo__Database"]).ListCollectionNamesAsync(cancellationToken: stop)).ToListAsync(stop);
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
    /// <param name="settings">In place of the cluster's own, or beside them.</param>
    public Task<MediaHost> OneMore(string modules, CancellationToken stop, params (string Name, string Value)[] settings) =>
        MediaHost.Start(stop, Settings(modules, settings));

    /// <summary>As <see cref="OneMore"/>, a process of another version of the host.</summary>
    public Task<MediaHost> OneMoreOf(string binary, string modules, CancellationToken stop) => MediaHost.StartOf(binary, stop, Settings(modules, []));

    /// <summary>The interface at the one address, for whoever has another key.</summary>
    public Api With(string key)
    {
        var http = new HttpClient(new DescribedAnswers(new AwayAnswers())) { BaseAddress = _front!.Address, Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        _clients.Add(http);
        return new Api(http);
    }

    /// <summary>Deletes every topic that the cluster has, past the product.</summary>
    public async Task DeleteTopics()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _settings["Media__Kafka__Brokers"] }).Build();
        var topics = admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.Select(t => t.Topic).Where(t => t.StartsWith(_settings["Media__Kafka__Prefix"], StringComparison.Ordinal)).ToArray();
        topics.ShouldNotBeEmpty();
        await admin.DeleteTopicsAsync(topics);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(c => c.Dispose());
        await Task.WhenAll(_modules.Values.Select(m => m.DisposeAsync().AsTask()));
        await (_front?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task Start(CancellationToken stop)
    {
        var starting = _environments.Select(async e => (e.Key, Host: await MediaHost.Start(stop, [.. e.Value.Select(s => (s.Key, s.Value))])));
        foreach (var (name, host) in await Task.WhenAll(starting))
        {
            _modules[name] = host;
        }

        _front = await Front.Start(_modules.ToDictionary(m => m.Key, m => m.Value.Address));
        await Until.True(() => _modules.Values.Any(m => m.Key.Length > 0), TimeSpan.FromSeconds(10), () => "No module has told the first key", stop);
        Api = With(_modules.Values.Select(m => m.Key).First(k => k.Length > 0));
        await Until.True(async () => await Answers(stop), TimeSpan.FromSeconds(10), () => "The address in front does not answer", stop);
    }

    private (string, string)[] Settings(string modules, (string Name, string Value)[] more)
    {
        var all = new Dictionary<string, string>(_settings) { ["Media__Modules"] = modules };
        foreach (var (name, value) in more)
        {
            all[name] = value;
        }

        return [.. all.Select(s => (s.Key, s.Value))];
    }

    private sealed record StateCounts(Dictionary<string, int> Counts);

    private async Task<bool> Answers(CancellationToken stop)
    {
        try
        {
            using var answer = await Api.Http.GetAsync(new Uri("/health/live", UriKind.Relative), stop);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
