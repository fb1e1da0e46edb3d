using System.Net;
using Media.Web.Tests.Sample;

namespace Media.Web.Tests;

public sealed class HealthTests(SampleHost host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Live_is_answered_to_anybody() =>
        (await host.Stranger.GetStringAsync("/health/live", Stop)).ShouldBe("""{"status":"live"}""");

    [Fact]
    public async Task Ready_names_what_is_waited_for_and_leaks_no_exception()
    {
        (await Ready()).ShouldBe((HttpStatusCode.OK, """{"status":"ready","waitingFor":[]}"""));

        host.Sickness = new InvalidOperationException("secret-host is away");
        await Becomes(HttpStatusCode.ServiceUnavailable, """{"status":"not ready","waitingFor":[{"name":"sample","reason":"does not answer"}]}""");

        host.Sickness = null;
        await Becomes(HttpStatusCode.OK, """{"status":"ready","waitingFor":[]}""");
    }

    // The answer is kept for a second.
    private async Task Becomes(HttpStatusCode status, string body)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        while (await Ready() != (status, body))
        {
            await Task.Delay(50, limit.Token);
        }
    }

    private async Task<(HttpStatusCode Status, string Body)> Ready()
    {
        // With a key that nobody knows, too: health asks for none.
        using var client = host.With("media_nobody_0123456789abcdef0123456789abcdef");
        using var response = await client.GetAsync("/health/ready", Stop);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }
}
