using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Media.Blobs;
using Media.Caching;
using Media.Documents;
using Media.Messaging;
using Media.Testing.Description;
using Media.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Media.Testing.Hosting;

/// <summary>
/// Modules in a real host on a free port: SQLite and blobs in a folder of its own, cache and bus in memory, a key. One a test process, since FastEndpoints keeps its
/// settings in statics. As a fixture: <c>public sealed class UploadHost() : ModuleHost(new UploadModule()), IAsyncLifetime;</c>
/// </summary>
public class ModuleHost(params IModule[] modules) : IAsyncDisposable, ITellFirstKey
{
    private readonly ConcurrentQueue<string> _told = new();
    private readonly List<HttpClient> _clients = [];
    private WebApplication? _app;

    /// <summary>Deleted in the end.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("media-test-").FullName;

    /// <summary>Carries the first key, which has every scope, of the tenant <c>default</c>. Its answers are held to the description.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Carries no key.</summary>
    public HttpClient Stranger { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    /// <summary>Everything that was logged.</summary>
    public LogMemory Log { get; } = new();

    /// <summary>The keys that the host made and told.</summary>
    public IReadOnlyCollection<string> Told => _told;

    /// <summary>Starts the host, and waits until it is ready.</summary>
    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        await Wait.Until(async () => (await Stranger.GetAsync("/health/ready")).IsSuccessStatusCode);
        Client = With(_told.Single());
    }

    /// <summary>Starts the host alone: what it needs may be missing.</summary>
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port: 0));
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
        builder.Configuration.AddInMemoryCollection([new("Media:Data", Folder)]);
        Configure(builder);
        builder.Services.AddSingleton<ITellFirstKey>(this);
        builder.Services.AddDocuments(builder.Configuration);
        builder.Services.AddBlobs(builder.Configuration);
        builder.Services.AddCaching(builder.Configuration);
        builder.Services.AddBus(builder.Configuration, modules);
        foreach (var module in modules)
        {
            module.Add(builder.Services, builder.Configuration);
        }

        builder.AddMediaWeb([.. modules.Select(m => m.GetType().Assembly)]);
        _app = builder.Build();
        _app.UseMediaWeb();
        await _app.StartAsync();

        Address = new Uri(_app.Urls.Single());
        Stranger = With(key: null);
    }

    /// <summary>Ends the host as a signal would; its folder stays until it is disposed of.</summary>
    public Task StopAsync() => _app!.StopAsync();

    /// <summary>A client with a key, or without one.</summary>
    /// <param name="described">Whether answers are held to the description; not so for what tests break on purpose.</param>
    public HttpClient With(string? key, bool described = true)
    {
        HttpMessageHandler handler = new SocketsHttpHandler();
        var client = new HttpClient(described ? new DescribedAnswers(handler) : handler) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        lock (_clients)
        {
            _clients.Add(client);
        }

        return client;
    }

    /// <summary>A client with a key of the tenant <c>default</c> that has these scopes alone.</summary>
    public async Task<HttpClient> WithScopes(CancellationToken stop, params string[] scopes) => With(await MadeKey.Put(Services, scopes, stop));

    /// <summary>Says a message on the bus, as another module would.</summary>
    public async Task Emit<T>(T message, CancellationToken stop) where T : class
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IEmit>().Emit(message, stop);
    }

    /// <summary>Settings and services of one suite's own, before those of the product: what is registered here first, stays where the product only tries.</summary>
    protected virtual void Configure(WebApplicationBuilder builder)
    {
    }

    void ITellFirstKey.Tell(string key) => _told.Enqueue(key);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
