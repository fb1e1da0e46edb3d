using System.Diagnostics;
using MassTransit;
using Media.Delivery.Contracts;
using Media.Messaging;
using Media.Messaging.Sagas;
using Media.Orchestration;
using Media.Orchestration.Contracts;
using Media.Orchestration.Tests;
using Media.Orchestration.Track;
using Media.Processing.Contracts;
using Media.Vision.Contracts;
using Media.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Bench.Saga;

/// <summary>Orchestration on a store of its own, with modules around it that answer at once.</summary>
internal sealed class Orchestra : IAsyncDisposable
{
    private const int AtOnce = 64;
    private const int Tenants = 16;

    private readonly BenchHost _host;
    private readonly Score _score;

    private Orchestra(string label, BenchHost host, Score score) => (Label, _host, _score) = (label, host, score);

    public string Label { get; }

    public static async Task<Orchestra> Start(string label, Dictionary<string, string?> settings, CancellationToken stop)
    {
        var score = new Score();
        var host = await BenchHost.Start(
            settings,
            services => services.AddSingleton<ISagaObserver<FileState>>(score).AddSingleton<KnownWithin>(),
            stop,
            new OrchestrationModule(),
            new HonestOthers());
        return new Orchestra(label, host, score);
    }

    /// <summary>Takes so many pictures from stored to ready.</summary>
    public async Task<Played> Play(int files, CancellationToken stop)
    {
        _score.Forget();
        var clock = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, files, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (number, ends) =>
        {
            // Of many tenants: of one, no more than 32 steps are asked for at once, and what is measured would be the waits for their turns.
            var stored = Others.Stored(Guid.CreateVersion7(), $"t{number % Tenants}", DateTimeOffset.UtcNow);
            var ready = _score.Ready(stored.FileId);
            await _host.Services.GetRequiredService<IEmitNow>().Emit(stored, ends);
            await ready.WaitAsync(TimeSpan.FromMinutes(1), ends);
        });
        return new Played(Stopwatch.GetElapsedTime(clock).TotalSeconds, _score.Transitions, _score.Writes);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private sealed class HonestOthers : IModule
    {
        public string Name => "others";

        public void Add(IServiceCollection services, IConfiguration configuration)
        {
            // They keep nothing.
        }

        public void Connect(IModuleBus bus)
        {
            bus.Hear<InspectFile, Answering<InspectFile>>();
            bus.Hear<MakeRenditions, Answering<MakeRenditions>>();
            bus.Hear<DetectObjects, Answering<DetectObjects>>();
            bus.Hear<PublishFile, Answering<PublishFile>>();
            bus.Hear<FileStateChanged, Answering<FileStateChanged>>();
        }
    }

    private sealed class Answering<T>(IEmit emit) : IConsumer<T> where T : class
    {
        public async Task Consume(ConsumeContext<T> context)
        {
            if (Others.Start(context.Message) is { } started)
            {
                await emit.Emit(started, context.CancellationToken);
            }

            await emit.Emit(Others.Answer(context.Message)!, context.CancellationToken);
        }
    }
}
