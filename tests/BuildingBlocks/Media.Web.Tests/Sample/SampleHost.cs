using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Media.Documents;
using Media.Testing.Description;
using Media.Web.Access;
using Media.Web.Tests.Sample;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(SampleHost))]

namespace Media.Web.Tests.Sample;

/// <summary>A real host on a free port, with endpoints of every kind. One a process: FastEndpoints keeps its settings in statics.</summary>
public sealed class SampleHost : IAsyncLifetime, ITellFirstKey
{
    private readonly ConcurrentQueue<string> _told = new();
    private WebApplication? _app;

    /// <summary>Carries the first key, which has every scope.</summary>
    public HttpClient Client { get; private set; } = new();

    /// <summary>Carries nothing.</summary>
    public HttpClient Stranger { get; private set; } = new();

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public IReadOnlyCollection<string> Told => _told;

    /// <summary>What the sample's health check throws.</summary>
    public Exception? Sickness { get; set; }

    /// <summary>Everything that was logged.</summary>
    internal LogMemory Log { get; } = new();

    internal MemoryDocuments<KeyDocument> KeyDocuments { get; } = new();

    internal IServiceProvider Services => _app!.Services;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
        builder.Services.AddSingleton<IDocuments<KeyDocument>>(KeyDocuments);
        builder.Services.AddSingleton<ITellFirstKey>(this);
        builder.Services.AddHealthChecks().AddCheck("sample", () => Sickness is null ? HealthCheckResult.Healthy() : throw Sickness);
        builder.AddMediaWeb(typeof(SampleHost).Assembly);
        _app = builder.Build();
        _app.UseMediaWeb();
        await _app.StartAsync(TestContext.Current.CancellationToken);

        Address = new Uri(_app.Urls.Single());
        await Until(() => !_told.IsEmpty);
        Stranger = new HttpClient(new DescribedAnswers(new SocketsHttpHandler())) { BaseAddress = Address };
        Client = With(_told.Single());
    }

    public HttpClient With(string key) =>
        new(new DescribedAnswers(new SocketsHttpHandler())) { BaseAddress = Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };

    /// <summary>A new key with these scopes.</summary>
    internal async Task<ApiKey> NewKey(DateTimeOffset? expiresAt, params string[] scopes)
    {
        var key = ApiKey.New(Guid.NewGuid().ToString("N"));
        await KeyDocuments.Insert(
            new KeyDocument
            {
                Id = key.Id, Tenant = "other", Name = "test", Scopes = scopes, Hash = key.Hash, CreatedAt = DateTimeOffset.UtcNow, ExpiresAt = expiresAt,
            },
            TestContext.Current.CancellationToken);
        return key;
    }

    internal static async Task Until(Func<bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        while (!holds())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    public void Tell(string key) => _told.Enqueue(key);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Stranger.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
