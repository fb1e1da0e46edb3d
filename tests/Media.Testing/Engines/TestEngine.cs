using System.Net.Sockets;
using Xunit;

namespace Media.Testing.Engines;

/// <summary>
/// A distributed engine for tests: one that the environment names, else one of the shelf's servers, else a container; else the tests that
/// ask for it are skipped and say so. One of a kind serves a whole test program: tests keep apart by databases, buckets and prefixes of their own.
/// </summary>
public sealed class TestEngine
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ServerProcess? _process;

    private TestEngine(string address, ServerProcess? process) => (Address, _process) = (address, process);

    private static readonly Lazy<Task<TestEngine?>> TheKafka = new(() => Find("kafka", "MEDIA_TEST_KAFKA", ports: 2));
    private static readonly Lazy<Task<TestEngine?>> TheMongo = new(() => Find("mongo", "MEDIA_TEST_MONGO"));
    private static readonly Lazy<Task<TestEngine?>> TheS3 = new(() => Find("s3", "MEDIA_TEST_S3"));
    private static readonly Lazy<Task<TestEngine?>> TheRedis = new(() => Find("redis", "MEDIA_TEST_REDIS"));

    /// <summary>Host and port.</summary>
    public string Address { get; }

    public int Port => int.Parse(Address.AsSpan(Address.LastIndexOf(':') + 1), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Whether it is one of the shelf's servers, started here.</summary>
    public bool IsProcess => _process is not null;

    /// <summary>The process, to be killed, frozen and started again; the test is skipped where the engine is not one of ours.</summary>
    public ServerProcess Process
    {
        get
        {
            Assert.SkipWhen(_process is null, "this engine is not a process of the tests, so it can't be killed");
            return _process;
        }
    }

    /// <summary>A Kafka broker.</summary>
    public static Task<TestEngine> Kafka() => OrSkip(TheKafka, "Kafka", "MEDIA_TEST_KAFKA");

    /// <summary>A server of MongoDB's protocol.</summary>
    public static Task<TestEngine> Mongo() => OrSkip(TheMongo, "MongoDB", "MEDIA_TEST_MONGO");

    /// <summary>An S3 server. Its keys are <c>media-access</c> and <c>media-secret</c>.</summary>
    public static Task<TestEngine> S3() => OrSkip(TheS3, "S3", "MEDIA_TEST_S3");

    public static Task<TestEngine> Redis() => OrSkip(TheRedis, "Redis", "MEDIA_TEST_REDIS");

    /// <summary>One of the shelf's servers for one test alone, which may do to it what it likes; skipped where there is no shelf.</summary>
    /// <param name="kind">As the shelf's <c>serve</c> calls it.</param>
    public static async Task<TestEngine> Own(string kind, string folder, int ports = 1)
    {
        Shelf.Find("servers", "serve");
        return await Serve(kind, Ports.Free(ports), folder);
    }

    /// <summary>Kills the engine and starts it again on what it has kept, after a while.</summary>
    public async Task Outage(TimeSpan length)
    {
        await Process.Kill();
        await Task.Delay(length);
        await StartAgain();
    }

    /// <summary>Starts a killed engine again and waits until it answers.</summary>
    public async Task StartAgain()
    {
        await Process.StartAgain();
        await Answers(Address, () => Process.Output);
    }

    private static async Task<TestEngine> OrSkip(Lazy<Task<TestEngine?>> engine, string name, string variable)
    {
        var found = await engine.Value;
        Assert.SkipWhen(found is null, $"{name} is not here: {variable} names its address (host:port), MEDIA_SHARED a folder with servers, or a container engine starts one");
        return found;
    }

    private static async Task<TestEngine?> Find(string kind, string variable, int ports = 1)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named)
        {
            return new TestEngine(named, null);
        }

        if (File.Exists(Shelf.At("servers", "serve")))
        {
            return await Serve(kind, Ports.Free(ports), Directory.CreateTempSubdirectory($"media-{kind}-").FullName);
        }

        return await Containers.Start(kind) is { } address ? new TestEngine(address, null) : null;
    }

    private static async Task<TestEngine> Serve(string kind, int port, string folder)
    {
        var process = await ServerProcess.Start(
            folder, Shelf.At("servers", "serve"), kind, port.ToString(System.Globalization.CultureInfo.InvariantCulture), Path.Combine(folder, "data"));
        var engine = new TestEngine($"127.0.0.1:{port}", process);
        await Answers(engine.Address, () => process.Output);
        return engine;
    }

    private static async Task Answers(string address, Func<string> output)
    {
        var colon = address.LastIndexOf(':');
        using var limit = new CancellationTokenSource(StartLimit);
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(address[..colon], int.Parse(address.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture), limit.Token);
                return;
            }
            catch (SocketException) when (!limit.IsCancellationRequested)
            {
                await Task.Delay(50);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"Nothing answers at {address}:\n{output()}", late);
            }
        }
    }
}
