using Media.Testing.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Media.Messaging.Tests;

/// <summary>Modules of a test on one of the bus's engines.</summary>
internal sealed class EngineHost : ModuleHost
{
    private readonly Dictionary<string, string?> _settings;

    private EngineHost(Dictionary<string, string?> settings, IModule[] modules) : base(modules) => _settings = settings;

    public static async Task<EngineHost> Start(string engine, params IModule[] modules) => await Start(await Engine.Settings(engine), modules);

    public static async Task<EngineHost> Start(Dictionary<string, string?> settings, params IModule[] modules)
    {
        var host = new EngineHost(settings, modules);
        await host.InitializeAsync();
        return host;
    }

    public string? Setting(string name) => _settings.GetValueOrDefault(name);

    protected override void Configure(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(_settings);
}
