using Media.Testing.Engines;

namespace Media.EndToEnd.Tests.Cluster;

/// <summary>Chapters of ./test --long: an engine is away for a minute, or modules die, while 200 files are on their way.</summary>
public sealed class LongOutageTests
{
    private const int Pictures = 200;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    [Trait("Long", "kafka")]
    public async Task Kafka_is_down_for_a_minute() => await Run(async _ => await (await TestEngine.Kafka()).Outage(Minute));

    [Fact(Explicit = true)]
    [Trait("Long", "topics")]
    public async Task All_topics_are_deleted() => await Run(cluster => cluster.DeleteTopics());

    // Not killed: the stand-in of these tests, unlike MongoDB, forgets the last second of what it has acknowledged.
    [Fact(Explicit = true)]
    [Trait("Long", "mongodb")]
    public async Task MongoDB_cannot_be_reached_for_a_minute()
    {
        await using var wire = await Toxiproxy.To(await TestEngine.Mongo());
        await Run(
            async _ =>
            {
                await wire.Cut();
                await Task.Delay(Minute, _stop);
                await wire.Mend();
            },
            ("Media__Mongo__Uri", $"mongodb://{wire.Address}"));
    }

    [Fact(Explicit = true)]
    [Trait("Long", "s3")]
    public async Task S3_is_down_for_a_minute() => await Run(async _ => await (await TestEngine.S3()).Outage(Minute));

    [Fact(Explicit = true)]
    [Trait("Long", "redis")]
    public async Task Redis_is_down_for_a_minute() => await Run(async _ => await (await TestEngine.Redis()).Outage(Minute));

    [Fact(Explicit = true)]
    [Trait("Long", "redis-frozen")]
    public async Task Redis_is_frozen_for_a_minute() => await Run(async _ =>
    {
        var redis = (await TestEngine.Redis()).Process;
        await redis.Freeze();
        await Task.Delay(Minute, _stop);
        await redis.Thaw();
    });

    [Fact(Explicit = true)]
    [Trait("Long", "modules")]
    public async Task Each_module_is_killed_and_then_two_at_once()
    {
        string[][] turns =
        [
            ["upload"], ["orchestration"], ["processing"], ["vision"], ["delivery"],
            ["upload", "orchestration"], ["orchestration", "processing"], ["processing", "vision"], ["orchestration", "delivery"],
        ];
        await using var cluster = await MediaCluster.Start(_stop, FaultRun.Settings);
        var said = new List<string>();
        foreach (var modules in turns)
        {
            var figures = await FaultRun.Once(
                cluster,
                Pictures,
                async () =>
                {
                    await Task.WhenAll(modules.Select(m => cluster.Modules[m].Kill(_stop)));
                    await Task.Delay(TimeSpan.FromSeconds(5), _stop);
                    await Task.WhenAll(modules.Select(m => cluster.Modules[m].StartAgain(_stop)));
                },
                _stop);
            said.Add($"{string.Join(" and ", modules)}: {figures}");
            Figures.Write(string.Join("; ", said));
        }
    }

    [Fact(Explicit = true)]
    [Trait("Long", "frozen-worker")]
    public async Task A_worker_is_stopped_past_its_lease_and_woken_again()
    {
        await using var cluster = await MediaCluster.Start(_stop, FaultRun.Settings);
        await using var other = await cluster.OneMore("processing,vision", _stop);
        var figures = await FaultRun.Once(
            cluster,
            Pictures,
            async () =>
            {
                cluster.Modules["processing"].Freeze();
                cluster.Modules["vision"].Freeze();
                // Its lease is 10 s here.
                await Task.Delay(TimeSpan.FromSeconds(25), _stop);
                cluster.Modules["processing"].Thaw();
                cluster.Modules["vision"].Thaw();
            },
            _stop);
        Figures.Write(figures.ToString());
    }

    private async Task Run(Func<MediaCluster, Task> fault, params (string Name, string Value)[] settings)
    {
        await using var cluster = await MediaCluster.Start(_stop, [.. FaultRun.Settings, .. settings]);
        Figures.Write((await FaultRun.Once(cluster, Pictures, () => fault(cluster), _stop)).ToString());
    }
}
