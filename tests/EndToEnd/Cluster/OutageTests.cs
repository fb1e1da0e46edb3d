using Media.Testing.Engines;

namespace Media.EndToEnd.Tests.Cluster;

/// <summary>
/// Engines and modules that go away for seconds while files are on their way, one after the other in one cluster.
/// The chapters of ./test --long do so for a minute.
/// </summary>
public sealed class OutageTests(OutageTests.Cluster fixture) : IClassFixture<OutageTests.Cluster>
{
    private const int Pictures = 24;

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("kafka")]
    [InlineData("s3")]
    [InlineData("redis")]
    public async Task An_engine_is_killed_and_comes_back_and_every_accepted_file_is_ready(string engine)
    {
        var server = await (engine switch { "kafka" => TestEngine.Kafka(), "s3" => TestEngine.S3(), _ => TestEngine.Redis() });
        var figures = await Run(_ => server.Outage(Short));
        // Documents and blobs away refuse uploads, with a time to come again; a broker away does not.
        (figures.Refused > 0).ShouldBe(engine == "s3", figures.ToString());
    }

    [Fact]
    public async Task Redis_is_frozen_for_a_while_and_every_accepted_file_is_ready()
    {
        var redis = (await TestEngine.Redis()).Process;
        var figures = await Run(async _ =>
        {
            await redis.Freeze();
            await Task.Delay(Short, _stop);
            await redis.Thaw();
        });
        figures.Refused.ShouldBe(0);
    }

    // Not killed: the shelf's stand-in, unlike MongoDB, forgets the last second of what it has acknowledged.
    [Fact]
    public async Task MongoDB_cannot_be_reached_for_a_while_and_every_accepted_file_is_ready()
    {
        var figures = await Run(async _ =>
        {
            await fixture.Mongo.Cut();
            await Task.Delay(Short, _stop);
            await fixture.Mongo.Mend();
        });
        figures.Refused.ShouldBeGreaterThan(0, figures.ToString());
    }

    [Fact]
    public async Task All_topics_are_deleted_and_every_accepted_file_is_ready()
    {
        var figures = await Run(cluster => cluster.DeleteTopics());
        figures.Refused.ShouldBe(0);
    }

    [Fact]
    public async Task A_worker_is_stopped_past_its_lease_and_woken_again_and_every_accepted_file_is_ready()
    {
        var figures = await Run(async cluster =>
        {
            await using var other = await cluster.OneMore("processing", _stop);
            cluster.Modules["processing"].Freeze();
            await Task.Delay(Cluster.Lease * 2, _stop);
            cluster.Modules["processing"].Thaw();
        });
        figures.Refused.ShouldBe(0);
    }

    [Theory]
    [InlineData("upload")]
    [InlineData("orchestration")]
    [InlineData("processing", "vision")]
    [InlineData("delivery")]
    public async Task Modules_are_killed_and_every_accepted_file_is_ready(params string[] modules)
    {
        var figures = await Run(async cluster =>
        {
            await Task.WhenAll(modules.Select(m => cluster.Modules[m].Kill(_stop)));
            await Task.WhenAll(modules.Select(m => cluster.Modules[m].StartAgain(_stop)));
        });
        figures.Accepted.ShouldBe(Pictures);
    }

    private async Task<FaultFigures> Run(Func<MediaCluster, Task> fault)
    {
        var cluster = await fixture.Well(_stop);
        return await FaultRun.Once(cluster, Pictures, () => fault(cluster), _stop);
    }

    /// <summary>The cluster that all of these tests do something to.</summary>
    public sealed class Cluster : IAsyncDisposable
    {
        /// <summary>How long a worker may be silent here.</summary>
        public static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);

        private MediaCluster? _cluster;

        internal Toxiproxy Mongo { get; private set; } = null!;

        /// <summary>The cluster, with all of its processes alive, whatever the test before has left.</summary>
        internal async Task<MediaCluster> Well(CancellationToken stop)
        {
            if (_cluster is null)
            {
                Mongo = await Toxiproxy.To(await TestEngine.Mongo());
                _cluster = await MediaCluster.Start(
                    stop,
                    [.. FaultRun.Settings, ("Media__Mongo__Uri", $"mongodb://{Mongo.Address}"), ("Media__Steps__Lease", $"{Lease:c}"), ("Media__Work__ProgressEvery", "00:00:00.5")]);
            }

            foreach (var module in _cluster.Modules.Values.Where(m => !m.IsRunning))
            {
                await module.StartAgain(stop);
            }

            return _cluster;
        }

        public async ValueTask DisposeAsync()
        {
            await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (Mongo?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
