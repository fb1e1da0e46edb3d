using Media.Delivery.Tests.Sample;

namespace Media.Delivery.Tests.Originals;

/// <summary>Measures the process: nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(LargeContentTests), DisableParallelization = true)]
[Collection(nameof(LargeContentTests))]
public sealed class LargeContentTests(DeliveryHost host)
{
    private const int Bytes = 200_000_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_large_original_is_streamed_and_not_held()
    {
        var file = await SampleFile.Publish(host, bytes: Bytes);
        await Download(file.Address, 1);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        (await Download(file.Address, Bytes)).ShouldBe(Bytes);

        // Client and server both: what is allocated in all, collected or not.
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(30_000_000);
    }

    [Fact]
    public async Task A_client_that_goes_away_half_way_is_no_error()
    {
        var file = await SampleFile.Publish(host, bytes: Bytes);
        var before = host.Log.Lines.Count(IsError);

        await Download(file.Address, 1_000_000);
        await Download(file.Address, 1_000_000);

        (await Download(file.Address, Bytes)).ShouldBe(Bytes);
        host.Log.Lines.Count(IsError).ShouldBe(before);
    }

    private static bool IsError(string line) => line.StartsWith("Error", StringComparison.Ordinal);

    // On a client of its own: leaving ends the connection.
    private async Task<long> Download(string address, long most)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = host.Client.DefaultRequestHeaders.Authorization;
        using var answer = await client.GetAsync($"{address}/content", HttpCompletionOption.ResponseHeadersRead, Stop);
        await using var body = await answer.Content.ReadAsStreamAsync(Stop);
        var buffer = new byte[64 * 1024];
        long read = 0;
        while (read < most && await body.ReadAsync(buffer, Stop) is > 0 and var some)
        {
            read += some;
        }

        return read;
    }
}
