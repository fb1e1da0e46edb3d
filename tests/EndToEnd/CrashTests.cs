using Media.EndToEnd.Tests.Hosting;
using Media.EndToEnd.Tests.Pictures;

namespace Media.EndToEnd.Tests;

/// <summary>A picture that kills whoever decodes it.</summary>
public sealed class CrashTests
{
    private const string Deadly = "media-test-crash";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_that_kills_its_worker_fails_after_a_few_losses_and_the_rest_go_on()
    {
        await using var host = await MediaHost.Start(
            _stop,
            ("MEDIA_TEST_HOOKS", "1"),
            ("Media__Imaging__TestCrash", Deadly),
            ("Media__Steps__Lease", "00:00:02"),
            ("Media__Sweep", "00:00:01"));
        await using var alive = new KeptAlive(host);
        var sent = 0;
        var deadly = await Patient(() =>
        {
            sent++;
            return host.Api.Upload(Drawn.JpegSaying(Deadly, seed: 1), "deadly.jpg", "image/jpeg", _stop);
        });
        var others = new List<Guid>();
        for (var seed = 2; seed < 12; seed++)
        {
            others.Add(await Upload(host, seed));
        }

        var status = await Patient(() => host.Api.Final(deadly.Id, Limit, _stop));
        status.State.ShouldBe("failed", status.ToString());
        status.Steps.ShouldContain(s => s.State == "failed" && s.Reason != null && s.Reason.Detail != "");
        // Renditions and Detect decode it, side by side or one after the other. An upload whose answer broke off may have been accepted, and
        // then there are two such files.
        alive.Deaths.ShouldBeInRange(2, 2 * 2 * sent, "after two losses in a step only a child may decode it");
        foreach (var other in others)
        {
            (await Patient(() => host.Api.Final(other, Limit, _stop))).State.ShouldBe("ready");
        }

        var content = await Patient(() => host.Api.Bytes($"/v1/files/{deadly.Id}/content", _stop));
        Client.Api.Sha256(content).ShouldBe(deadly.Sha256);
    }

    private async Task<Guid> Upload(MediaHost host, int seed) =>
        (await Patient(() => host.Api.Upload(Drawn.Jpeg(seed), $"{seed}.jpg", "image/jpeg", _stop))).Id;

    // The host may die under any request here: whoever asks, asks again.
    private async Task<T> Patient<T>(Func<Task<T>> ask)
    {
        T? answer = default;
        await Until.True(
            async () =>
            {
                try
                {
                    answer = await ask();
                    return true;
                }
                catch (Exception broken) when (broken is HttpRequestException or IOException)
                {
                    return false;
                }
            },
            Limit,
            () => "The host did not come back",
            _stop);
        return answer!;
    }
}
