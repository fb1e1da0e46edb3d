using Media.Testing.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Media.Messaging.Tests;

/// <summary>Modules of a test on one of the bus's engines.</summary>
internal sealed class EngineHost : ModuleHost
{
    private readonly Dictionary<string, string?> _settings;

    public EngineHost(Dictionary<string, string?> settings, params IModule[] modules) : base(modules) => _settings = settings;

    public static async Task<EngineHost> Start(string engine, params IModule[] modules) => await Start(await Engine.Settings(engine), modules);

    public static async Task<EngineHost> Start(Dictionary<string, string?> settings, params IModule[] modules)
    {
        var host = new EngineHost(settings, modules);
        await host.InitializeAsync();
        return host;
    }

    public string? Setting(string name) => _settings.GetValueOrDefault(name);

    /// <summary>What readiness says of Kafka; null where all is well.</summary>
    public async Task<string?> Trouble()
    {
        var report = await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "kafka", CancellationToken.None);
        var kafka = report.Entries["kafka"];
        return kafka.Status == HealthStatus.Healthy ? null : kafka.Description;
    }

    protected override void Configure(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(_settings);
}
