using Media.Documents;
using Media.Messaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Media.Bench;

/// <summary>Modules on a bus, without their web; on a folder of their own.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly string _folder;

    private BenchHost(IHost host, string folder) => (_host, _folder) = (host, folder);

    public IServiceProvider Services => _host.Services;

    /// <param name="more">Services beside the modules' own.</param>
    public static async Task<BenchHost> Start(
        IEnumerable<KeyValuePair<string, string?>> settings, Action<IServiceCollection> more, CancellationToken stop, params IModule[] modules)
    {
        var folder = Directory.CreateTempSubdirectory("media-bench-").FullName;
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([.. settings, new("Media:Data", folder)]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        more(builder.Services);
        builder.Services.AddDocuments(builder.Configuration);
        builder.Services.AddBus(builder.Configuration, modules);
        foreach (var module in modules)
        {
            module.Add(builder.Services, builder.Configuration);
        }

        var host = builder.Build();
        await host.StartAsync(stop);
        return new BenchHost(host, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
