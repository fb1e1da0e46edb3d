using MassTransit;
using Media.Messaging;
using Media.Messaging.Kafka;
using Media.Testing.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Bench.Rider;

/// <summary>The bus as modules have it: from <see cref="IEmitNow"/> to an <see cref="IConsumer{T}"/>, with retry, outbox and dead letters around it.</summary>
internal sealed class ThroughMassTransit : IContender
{
    public string Name => "through MassTransit";

    public async Task<ISpeaker> Speak(KafkaSettings settings, CancellationToken stop)
    {
        var host = await Start(settings, stop);
        return new Speaker(host, host.Services.GetRequiredService<IEmitNow>());
    }

    public async Task<IAsyncDisposable> Hear(KafkaSettings settings, Action heard, CancellationToken stop) =>
        await Start(settings, stop, new Listening(new Ear(heard)));

    private sealed class Speaker(BenchHost host, IEmitNow emit) : ISpeaker
    {
        public Task Say(int letters, CancellationToken stop) => Callers.Run(letters, letter => emit.Emit(letter, stop));

        public ValueTask DisposeAsync() => host.DisposeAsync();
    }

    private static async Task<BenchHost> Start(KafkaSettings settings, CancellationToken stop, params IModule[] modules)
    {
        var host = await BenchHost.Start(
            new Dictionary<string, string?>
            {
                ["Media:Bus:Engine"] = "kafka",
                ["Media:Kafka:Brokers"] = settings.Brokers,
                ["Media:Kafka:Prefix"] = settings.Prefix,
                ["Media:Kafka:Partitions"] = $"{settings.Partitions}",
            },
            _ => { },
            stop,
            modules);
        var cluster = host.Services.GetRequiredService<KafkaCluster>();
        await Wait.Until(() => cluster.Want(typeof(Letter)), () => cluster.Trouble ?? "");
        return host;
    }

    private sealed record Ear(Action Heard);

    private sealed class Listening(Ear ear) : IModule
    {
        public string Name => "bench";

        public void Add(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(ear);

        public void Connect(IModuleBus bus) => bus.Hear<Letter, Consumer>();
    }

    private sealed class Consumer(Ear ear) : IConsumer<Letter>
    {
        public Task Consume(ConsumeContext<Letter> context)
        {
            ear.Heard();
            return Task.CompletedTask;
        }
    }
}
