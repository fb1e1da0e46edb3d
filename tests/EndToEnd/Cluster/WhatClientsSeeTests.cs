using System.Net;
using System.Text.Json;
using Media.EndToEnd.Tests.Client;
using Media.EndToEnd.Tests.Hosting;
using Media.EndToEnd.Tests.Pictures;
using Media.Testing.Engines;

namespace Media.EndToEnd.Tests.Cluster;

/// <summary>What docs/guide/scale-out.md says of each engine that is away.</summary>
public sealed class WhatClientsSeeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Uploads_go_on_without_Kafka_and_are_refused_whole_without_the_stores()
    {
        var (kafka, s3) = (await TestEngine.Kafka(), await TestEngine.S3());
        await using var wire = await Toxiproxy.To(await TestEngine.Mongo());
        await using var cluster = await MediaCluster.Start(_stop, [.. FaultRun.Settings, ("Media__Mongo__Uri", $"mongodb://{wire.Address}")]);
        var first = await cluster.Api.Upload(Drawn.Jpeg(seed: 1), "1.jpg", "image/jpeg", _stop);
        await Ready(cluster.Api, first.Id);

        await kafka.Process.Kill();
        await Waits(cluster, "kafka");
        var second = await cluster.Api.Upload(Drawn.Jpeg(seed: 2), "2.jpg", "image/jpeg", _stop);
        (await Answer(cluster, $"/v1/files/{first.Id}/content")).ShouldBe(HttpStatusCode.OK);
        await kafka.StartAgain();
        await Ready(cluster.Api, second.Id);

        await s3.Process.Kill();
        await Waits(cluster, "blobs");
        await Refused(cluster);
        (await Answer(cluster, $"/v1/files/{first.Id}/content")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await Answer(cluster, "/v1/files")).ShouldBe(HttpStatusCode.OK);
        (await Answer(cluster, $"/v1/files/{first.Id}/status")).ShouldBe(HttpStatusCode.OK);
        await s3.StartAgain();

        await wire.Cut();
        await Waits(cluster, "documents");
        await Refused(cluster);
        (await Answer(cluster, $"/v1/files/{first.Id}/status")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        await wire.Mend();
        await Until.True(async () => await Answer(cluster, "/health/ready") == HttpStatusCode.OK, Limit, () => "It is not ready again", _stop);
        (await cluster.Documents("files", _stop)).Count(f => "stored".Equals(f.GetProperty("phase").GetString(), StringComparison.OrdinalIgnoreCase)).ShouldBe(2);
        cluster.Modules.Values.ShouldAllBe(module => !module.Output.Contains(cluster.BlobSecret), "errors of stores that are away are logged, and no secret in them");
    }

    [Fact]
    public async Task A_module_that_is_away_is_a_problem_like_any_other_with_a_time_to_come_again()
    {
        await using var cluster = await MediaCluster.Start(_stop);
        await cluster.Modules["upload"].Kill(_stop);
        // Not the cluster's own client, which takes such an answer for a connection that failed.
        using var http = new HttpClient { BaseAddress = cluster.Api.Http.BaseAddress };
        http.DefaultRequestHeaders.Authorization = cluster.Api.Http.DefaultRequestHeaders.Authorization;
        using var answer = await new Api(http).Post(Drawn.Jpeg(seed: 1), "1.jpg", "image/jpeg", _stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(_stop));
        problem.GetProperty("code").GetString().ShouldBe("module_unavailable");
        problem.GetProperty("type").GetString().ShouldBe("/problems/module_unavailable");
        problem.GetProperty("status").GetInt32().ShouldBe(503);
        problem.GetProperty("traceId").GetString()!.Length.ShouldBe(32);
    }

    private async Task Refused(MediaCluster cluster)
    {
        using var answer = await cluster.Api.Post(Drawn.Jpeg(seed: 3), "3.jpg", "image/jpeg", _stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
    }

    // Until the upload's process says what it waits for.
    private async Task Waits(MediaCluster cluster, string part)
    {
        var text = "";
        await Until.True(
            async () =>
            {
                using var answer = await cluster.Api.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), _stop);
                text = await answer.Content.ReadAsStringAsync(_stop);
                return answer.StatusCode == HttpStatusCode.ServiceUnavailable && text.Contains($"\"{part}\"", StringComparison.Ordinal);
            },
            Limit,
            () => $"It does not wait for {part}: {text}",
            _stop);
    }

    private Task Ready(Api api, Guid id) => api.AllReady([id], Limit, _ => $"{id} is not ready", _stop);

    private async Task<HttpStatusCode> Answer(MediaCluster cluster, string address)
    {
        using var answer = await cluster.Api.Http.GetAsync(new Uri(address, UriKind.Relative), _stop);
        return answer.StatusCode;
    }
}
