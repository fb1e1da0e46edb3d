using System.Collections.Concurrent;
using System.Diagnostics;
using Media.EndToEnd.Tests.Client;
using Media.EndToEnd.Tests.Hosting;
using Media.EndToEnd.Tests.Kills;
using Media.EndToEnd.Tests.Pictures;

namespace Media.EndToEnd.Tests.Cluster;

/// <summary>The five modules as five processes.</summary>
public sealed class ClusterTests
{
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pictures_of_sixteen_clients_all_become_ready() => await Run(pictures: 100);

    [Fact(Explicit = true)]
    [Trait("Long", "pictures")]
    public async Task Five_hundred_pictures_of_sixteen_clients_all_become_ready() => await Run(pictures: 500);

    [Fact]
    public async Task Two_processes_of_a_module_share_its_work()
    {
        await using var cluster = await MediaCluster.Start(_stop);
        await using var second = await cluster.OneMore("processing", _stop);
        var workers = new ConcurrentDictionary<string, int>();
        var seed = 0;

        // A process that joins gets its partitions within seconds: until then the first has all of the work.
        await Until.True(
            async () =>
            {
                var files = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Interlocked.Increment(ref seed)).Select(n => cluster.Api.Upload(Drawn.Jpeg(n), $"{n}.jpg", "image/jpeg", _stop)));
                foreach (var file in files)
                {
                    workers.AddOrUpdate((await cluster.Api.Ready(file.Id, _stop))["renditions"].Worker!, 1, (_, count) => count + 1);
                }

                return workers.Count == 2;
            },
            TimeSpan.FromMinutes(1),
            () => string.Join(", ", workers),
            _stop);
    }

    [Fact]
    public async Task What_is_stored_while_all_other_modules_are_down_is_ready_once_they_have_started_in_any_order()
    {
        await using var cluster = await MediaCluster.Start(_stop, FaultRun.Settings);
        string[] others = ["vision", "delivery", "processing", "orchestration"];
        foreach (var module in others)
        {
            await cluster.Modules[module].Kill(_stop);
        }

        var files = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => cluster.Api.Upload(Drawn.Jpeg(n), $"{n}.jpg", "image/jpeg", _stop)));
        foreach (var module in others)
        {
            await cluster.Modules[module].StartAgain(_stop);
        }

        foreach (var file in files)
        {
            await cluster.Api.Ready(file.Id, _stop);
        }
    }

    private async Task Run(int pictures)
    {
        await using var cluster = await MediaCluster.Start(_stop);
        var began = Stopwatch.GetTimestamp();
        var accepted = new ConcurrentDictionary<Guid, string>();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            for (var number = Interlocked.Increment(ref next); number <= pictures; number = Interlocked.Increment(ref next))
            {
                var file = await cluster.Api.Upload(Drawn.Jpeg(seed: number), $"{number}.jpg", "image/jpeg", _stop);
                accepted[file.Id] = file.Sha256;
            }
        }));
        accepted.Count.ShouldBe(pictures);
        await Until.True(
            async () => (await cluster.Counts(_stop)).GetValueOrDefault("ready") == pictures,
            TimeSpan.FromMinutes(8),
            () => $"Not all are ready:\n{cluster.Modules["orchestration"].Output}",
            _stop);
        var took = Stopwatch.GetElapsedTime(began);
        // A file that is ready owes and hears for a moment more: once it is due no more its document stands still.
        Dictionary<string, System.Text.Json.JsonElement> sagas = [];
        await Until.True(
            async () =>
            {
                sagas = (await cluster.Documents("file-states", _stop)).ToDictionary(s => s.GetProperty("_id").GetString()!);
                return sagas.Values.All(s => !s.TryGetProperty("dueAt", out _));
            },
            TimeSpan.FromMinutes(1),
            () => "Some sagas are due for ever",
            _stop);
        foreach (var (id, sha256) in accepted)
        {
            var status = await cluster.Api.Status(id, wait: 0, _stop);
            status.State.ShouldBe(sagas[id.ToString()].GetProperty("phase").GetString()!.ToLowerInvariant());
            status.Version.ShouldBe(sagas[id.ToString()].GetProperty("version").GetInt64());
            Api.Sha256(await cluster.Api.Bytes($"/v1/files/{id}/content", _stop)).ShouldBe(sha256);
            (await cluster.Api.Renditions(id, _stop)).ShouldNotBeEmpty();
        }

        FileLog.Faults(await cluster.Documents("file-events", _stop)).ShouldBeEmpty();
        Figures.Write($"{pictures} pictures of 16 clients ready {took.TotalSeconds:F0} s after the first was sent");
    }
}
