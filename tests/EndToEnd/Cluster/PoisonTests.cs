using System.Net;
using System.Text;
using Media.EndToEnd.Tests.Client;
using Media.EndToEnd.Tests.Hosting;
using Media.EndToEnd.Tests.Pictures;

namespace Media.EndToEnd.Tests.Cluster;

/// <summary>Messages that no module can read or handle, while files are on their way.</summary>
public sealed class PoisonTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    // As the modules' contracts are called; each with a body that no version of them has had.
    private static readonly (string Message, string Endpoint, string Body)[] Poison =
    [
        ("Media.Vision.Contracts.DetectObjects", "vision.detect-objects", """{"fileId":"{file}","tenant":"default","source":"somewhere"}"""),
        ("Media.Processing.Contracts.InspectFile", "processing.inspect-file", "this is no message"),
        ("Media.Orchestration.Contracts.StepProgressed", "orchestration.file-state", """{"fileId":"{file}","progress":"half"}"""),
        ("Media.Delivery.Contracts.PublishFile", "delivery.publish-file", "null"),
    ];

    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Poison_is_listed_with_its_reason_and_the_files_around_it_are_ready()
    {
        const int pictures = 24;
        await using var cluster = await MediaCluster.Start(_stop);
        var files = new List<StoredFile>();
        for (var number = 0; number < pictures; number++)
        {
            var file = await cluster.Api.Upload(Drawn.Jpeg(seed: number), $"{number}.jpg", "image/jpeg", _stop);
            files.Add(file);
            if (number < Poison.Length)
            {
                // Under the key of a file, so that what is said of it stands behind the poison.
                await cluster.Produce(Poison[number].Message, file.Id, Encoding.UTF8.GetBytes(Poison[number].Body.Replace("{file}", file.Id.ToString(), StringComparison.Ordinal)), _stop);
            }
        }

        foreach (var file in files)
        {
            await cluster.Api.Ready(file.Id, _stop);
        }

        var letters = await Letters(cluster, Poison.Length);
        letters.Select(l => l.Endpoint).ShouldBe(Poison.Select(p => p.Endpoint), ignoreOrder: true);
        letters.ShouldAllBe(l => l.Reason.Contains("Exception: ") && l.Repeats == 0);

        // Vision's process refused it, Orchestration's replays it, and nobody has mended it in between.
        var replayed = letters.Single(l => l.Endpoint == "vision.detect-objects");
        replayed.Reason.ShouldContain("$.source");
        (await Ask(cluster, HttpMethod.Post, $"/{replayed.Id}/replay")).ShouldBe(HttpStatusCode.Accepted);
        await Until.True(
            async () => (await List(cluster)).Any(l => l.Id == replayed.Id && l.Repeats == 1), Limit, () => "It did not come back to the list", _stop);

        (await Ask(cluster, HttpMethod.Delete, $"/{replayed.Id}")).ShouldBe(HttpStatusCode.NoContent);
        (await Letters(cluster, Poison.Length - 1)).ShouldNotContain(l => l.Id == replayed.Id);
        var next = await cluster.Api.Upload(Drawn.Jpeg(seed: pictures), "next.jpg", "image/jpeg", _stop);
        await cluster.Api.Ready(next.Id, _stop);
    }

    private async Task<DeadLetter[]> Letters(MediaCluster cluster, int count)
    {
        DeadLetter[] letters = [];
        await Until.True(
            async () =>
            {
                letters = await List(cluster);
                return letters.Length == count;
            },
            Limit,
            () => $"Listed: {string.Join(", ", letters.Select(l => $"{l.Endpoint}: {l.Reason}"))}",
            _stop);
        return letters;
    }

    private async Task<DeadLetter[]> List(MediaCluster cluster) => (await cluster.Api.Get<Page<DeadLetter>>("/v1/dead-letters", _stop)).Items;

    private async Task<HttpStatusCode> Ask(MediaCluster cluster, HttpMethod method, string address)
    {
        using var answer = await cluster.Api.Http.SendAsync(new HttpRequestMessage(method, new Uri($"/v1/dead-letters{address}", UriKind.Relative)), _stop);
        return answer.StatusCode;
    }
}
