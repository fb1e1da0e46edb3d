using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Media.Telemetry;

/// <summary>What a process tells of itself: metrics at /metrics, logs on the console.</summary>
public static class MediaTelemetry
{
    /// <summary>Every meter of the product begins with this: <c>new Meter("Media.Upload")</c> is on /metrics without another word.</summary>
    public const string MeterPrefix = "Media.";

    /// <summary>Meters of others that an operator needs. System.Runtime and the web ones come with .NET itself.</summary>
    private static readonly string[] Others =
    [
        "System.Runtime", "System.Net.Http", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Diagnostics",
        "MassTransit",
    ];

    /// <summary>
    /// Adds metrics (Prometheus text at /metrics, open to whoever reaches the port) and logs (<see cref="LogSettings"/>).
    /// Levels are those of the section Logging, over defaults that keep requests out of the log: their addresses can carry signatures.
    /// </summary>
    public static WebApplicationBuilder AddMediaTelemetry(this WebApplicationBuilder builder)
    {
        builder.AddLogs();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.Clear().AddService("media", serviceVersion: typeof(MediaTelemetry).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(m => m.AddMeter([MeterPrefix + "*", .. Others])
                // Prometheus keeps the ending _count for histograms; promtool says so of these three.
                .AddView("dotnet.assembly.count", "dotnet.assemblies")
                .AddView("dotnet.process.cpu.count", "dotnet.process.cpus")
                .AddView("dotnet.timer.count", "dotnet.timers")
                .AddPrometheusExporter());
        builder.Services.AddSingleton<IStartupFilter, ServeMetrics>();
        return builder;
    }

    /// <summary>Before everything else: a scrape asks for no key, and counts as no request of a client.</summary>
    private sealed class ServeMetrics : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseOpenTelemetryPrometheusScrapingEndpoint("/metrics");
            next(app);
        };
    }
}
