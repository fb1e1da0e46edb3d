using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Media.Telemetry.Tests;

public sealed class MetricsTests : IAsyncLifetime
{
    private static readonly Meter Ours = new("Media.Sample");
    private static readonly Counter<long> Lamps = Ours.CreateCounter<long>("media.lamps", unit: "{lamp}", description: "Lamps lit.");
    private static readonly Histogram<double> Time = Ours.CreateHistogram<double>("media.lamp.time", unit: "s");

    private WebApplication? _app;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(["--Logging:LogLevel:Default=None"]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddMediaTelemetry();
        _app = builder.Build();
        _app.MapGet("/lamp", () => "on");
        await _app.StartAsync(Stop);
    }

    [Fact]
    public async Task Our_meters_and_those_of_the_platform_are_served_with_their_kinds_and_units()
    {
        Lamps.Add(2);
        Time.Record(0.1);
        var text = await Scrape();
        text.ShouldContain("# TYPE media_lamps_total counter");
        text.ShouldContain("# HELP media_lamps_total Lamps lit.");
        text.ShouldContain("# TYPE media_lamp_time_seconds histogram");
        text.ShouldContain("# TYPE http_server_request_duration_seconds histogram");
        text.ShouldContain("http_route=\"/lamp\"");
        text.ShouldContain("# TYPE kestrel_active_connections");
        text.ShouldContain("# TYPE dotnet_gc_collections_total counter");
        text.ShouldNotContain("/metrics");
    }

    [Fact]
    public async Task Promtool_finds_nothing_wrong()
    {
        var promtool = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(p => Path.Combine(p, "promtool")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(promtool is null, "promtool is not installed (Debian: prometheus)");
        Lamps.Add(1);
        using var check = Process.Start(new ProcessStartInfo(promtool, ["check", "metrics"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true })!;
        await check.StandardInput.WriteAsync(await Scrape());
        check.StandardInput.Close();
        var said = await check.StandardError.ReadToEndAsync(Stop);
        await check.WaitForExitAsync(Stop);
        check.ExitCode.ShouldBe(0, said);
    }

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();

    private async Task<string> Scrape()
    {
        using var client = new HttpClient { BaseAddress = new Uri(_app!.Urls.Single()) };
        await client.GetStringAsync("/lamp", Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { { "Accept", "text/plain" } } };
        using var response = await client.SendAsync(request, Stop);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(Stop);
    }
}
