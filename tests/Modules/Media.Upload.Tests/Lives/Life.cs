using System.Collections.Concurrent;
using System.Reflection;
using MassTransit;
using Media.Blobs;
using Media.Documents;
using Media.Messaging;
using Media.Orchestration.Contracts;
using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Upload.Files;
using Media.Upload.Receive;
using Media.Upload.Settle;
using Media.Upload.Tests.Sample;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Media.Upload.Tests.Lives;

/// <summary>
/// One life of a process with this module, without its web: stores in a folder that outlives it, a bus that keeps what is said.
/// What a dead process's code still runs into does nothing.
/// </summary>
internal sealed class Life : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _hosted = [];

    private Life(ServiceProvider services, Faults faults, Clock clock)
    {
        _services = services;
        Faults = faults;
        Clock = clock;
    }

    public Faults Faults { get; }

    public Clock Clock { get; }

    public IBlobs Blobs => _services.GetRequiredService<IBlobs>();

    public IDocuments<FileDocument> Documents => _services.GetRequiredService<IDocuments<FileDocument>>();

    public IReadOnlyCollection<object> Said => _services.GetRequiredService<Bus>().Said;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="swept">Whether its sweeper runs.</param>
    public static async Task<Life> Begin(string folder, Clock clock, bool swept = true)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Media:Data", folder),
            new("Media:Sweep:Every", "00:00:00.020"),
            new("Media:Upload:MaxBytes", "1000000"),
        ]).Build();
        var faults = new Faults();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<TimeProvider>(clock);
        services.AddDocuments(configuration);
        services.AddBlobs(configuration);
        services.AddSingleton(new Bus(faults));
        services.AddSingleton<Hearing>();
        services.AddScoped<IEmit>(p => p.GetRequiredService<Bus>());
        new UploadModule().Add(services, configuration);
        faults.Add(services);

        var life = new Life(services.BuildServiceProvider(), faults, clock);
        foreach (var hosted in life._services.GetServices<IHostedService>().Where(h => swept || h is not BackgroundService))
        {
            await hosted.StartAsync(Stop);
            life._hosted.Add(hosted);
        }

        return life;
    }

    public async Task<Accepted> Receive(Stream content, string name = "a.txt", string tenant = "default")
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Acceptance>().Receive(
            new Coming(tenant, name, null, null, null, "default", new Switches()), content, _ => Task.FromResult<Accepted?>(null), Stop);
    }

    public Task<Accepted> Receive(string content = "some text") => Receive(new MemoryStream([.. System.Text.Encoding.UTF8.GetBytes(content)]));

    /// <summary>The saga has heard of a file.</summary>
    public Task Track(FileStored said)
    {
        var heard = DispatchProxy.Create<ConsumeContext<FileTracked>, Heard>();
        ((Heard)(object)heard).Message = new FileTracked(said.FileId, said.Tenant, said.Revision);
        return ActivatorUtilities.CreateInstance<FileTrackedConsumer>(_services).Consume(heard);
    }

    /// <summary>From the next call of this kind on, the process is dead.</summary>
    /// <param name="done">Whether that call is done before.</param>
    public void DieAt(string what, bool done)
    {
        var dead = false;
        Faults.On = call =>
        {
            dead |= call.What == what && call.Done == done;
            return dead ? throw new DiedException() : Task.CompletedTask;
        };
    }

    /// <summary>All documents on which something is due, now or later.</summary>
    public async Task<IReadOnlyList<FileDocument>> Due() => (await Documents.Query(FileDocument.Due.Where() with { Limit = 500 }, Stop)).Items;

    public async Task<IReadOnlyList<FileDocument>> Listed() => (await Documents.Query(FileDocument.Listed.Where("default") with { Limit = 500 }, Stop)).Items;

    public async Task<IReadOnlyList<string>> AllBlobs() => await Blobs.List("", Stop).Select(b => b.Key).ToListAsync(Stop);

    /// <summary>No blob without an owner, nobody who is not done.</summary>
    public Task UntilNothingIsLeft() => Wait.Until(async () => (await Due()).Count == 0 && (await AllBlobs()).Count == 0);

    public async ValueTask DisposeAsync()
    {
        Faults.On = _ => Task.CompletedTask;
        foreach (var hosted in _hosted)
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }

    private sealed class Bus(Faults faults) : IEmit
    {
        private readonly ConcurrentQueue<object> _said = new();

        public IReadOnlyCollection<object> Said => _said;

        public Task Emit(object message, CancellationToken stop) => faults.Around(
            new Call("bus.emit", false),
            () =>
            {
                stop.ThrowIfCancellationRequested();
                _said.Enqueue(message);
                return Task.FromResult(true);
            });
    }
}

/// <summary>As much of a consumed message as a consumer here looks at.</summary>
public class Heard : DispatchProxy
{
    public object? Message { get; set; }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
    {
        "get_Message" => Message,
        "get_CancellationToken" => CancellationToken.None,
        _ => throw new NotSupportedException(targetMethod?.Name),
    };
}

internal sealed class DiedException : Exception;
