using Media.Documents;
using Media.Messaging;
using Media.Orchestration.Log;
using Media.Orchestration.Track;
using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Media.Orchestration.Tests;

/// <summary>The saga on a real in-memory bus, its documents in memory, its time in the test's hand; the other modules are the test.</summary>
internal sealed class SagaBench : IAsyncDisposable
{
    private readonly IHost _host;

    private SagaBench(IHost host, Said said) => (_host, Said) = (host, said);

    public MemoryDocuments<FileState> Files => (MemoryDocuments<FileState>)_host.Services.GetRequiredService<IDocuments<FileState>>();

    public MemoryDocuments<FileEvent> Events => (MemoryDocuments<FileEvent>)_host.Services.GetRequiredService<IDocuments<FileEvent>>();

    public HandTime Time => (HandTime)_host.Services.GetRequiredService<TimeProvider>();

    public Hearing Hearing => _host.Services.GetRequiredService<Hearing>();

    public Said Said { get; }

    public static async Task<SagaBench> Start(Dictionary<string, string?>? settings = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton<TimeProvider>(new HandTime());
        builder.Services.AddSingleton<KnownWithin>();
        var module = new OrchestrationModule();
        module.Add(builder.Services, builder.Configuration);
        var others = Others.Listening();
        others.Add(builder.Services, builder.Configuration);
        builder.Services.AddBus(builder.Configuration, [module, others]);
        // Documents are kept in memory; sweepers would ask a store for what is due, and who hands out for what waits: here the test says so itself.
        foreach (var other in builder.Services.Where(s => IsStore(s.ServiceType) || s.ImplementationType?.Namespace is "Media.Orchestration.Sweep" or "Media.Orchestration.Turns").ToList())
        {
            builder.Services.Remove(other);
        }

        builder.Services.AddSingleton(typeof(IDocuments<>), typeof(MemoryDocuments<>));
        var host = builder.Build();
        await host.StartAsync();
        return new SagaBench(host, new Said(others));
    }

    public async Task Say(object message)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IEmit>().Emit(message, CancellationToken.None);
    }

    public FileStored Stored(string mediaType = "image/jpeg", Switches? switches = null) =>
        Others.Stored(Guid.CreateVersion7(), "t1", Time.GetUtcNow(), mediaType, switches);

    public async Task<FileState> Until(Guid id, Func<FileState, bool> holds)
    {
        FileState? file = null;
        await Wait.Until(
            async () =>
            {
                file = await Files.Get(id.ToString(), CancellationToken.None);
                return file is not null && holds(file);
            },
            () => $"the saga is {System.Text.Json.JsonSerializer.Serialize(file)}");
        return file!;
    }

    private static bool IsStore(Type service) => service.IsGenericType && service.GetGenericTypeDefinition() == typeof(IDocuments<>);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}

/// <summary>All that the saga said, in order.</summary>
internal sealed class Said(Overheard others)
{
    public IReadOnlyList<object> All => others.Said<object>();

    public IReadOnlyList<T> Of<T>() => others.Said<T>();

    /// <summary>The message of its kind with this number, from 1, said already or still to come.</summary>
    public async Task<T> Next<T>(int number = 1)
    {
        await Wait.Until(() => Of<T>().Count >= number, () => $"{number} of {typeof(T).Name}, heard {Of<T>().Count}");
        return Of<T>()[number - 1];
    }
}
