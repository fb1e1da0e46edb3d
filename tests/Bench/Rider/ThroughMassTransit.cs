using MassTransit;
using Media.Documents;
using Media.Messaging;
using Media.Messaging.Kafka;
using Media.Testing.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Media.Bench.Rider;

/// <summary>The bus as modules have it: from <see cref="IEmitNow"/> to an <see cref="IConsumer{T}"/>, with retry, outbox and dead letters around it.</summary>
internal sealed class ThroughMassTransit : IContender
{
    public string Name => "through MassTransit";

    public async Task<ISpeaker> Speak(KafkaSettings settings, CancellationToken stop)
    {
        var process = await Process.Start(settings, stop);
        return new Speaker(process, process.Services.GetRequiredService<IEmitNow>());
    }

    public async Task<IAsyncDisposable> Hear(KafkaSettings settings, Action heard, CancellationToken stop) =>
        await Process.Start(settings, stop, new Listening(new Ear(heard)));

    private sealed class Speaker(Process process, IEmitNow emit) : ISpeaker
    {
        public Task Say(int letters, CancellationToken stop) => Callers.Run(letters, letter => emit.Emit(letter, stop));

        public ValueTask DisposeAsync() => process.DisposeAsync();
    }

    private sealed class Process(IHost host, string folder) : IAsyncDisposable
    {
        public IServiceProvider Services => host.Services;

        public static async Task<Process> Start(KafkaSettings settings, CancellationToken stop, params IModule[] modules)
        {
            var folder = Directory.CreateTempSubdirectory("media-bench-").FullName;
            var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Media:Data"] = folder,
                ["Media:Bus:Engine"] = "kafka",
                ["Media:Kafka:Brokers"] = settings.Brokers,
                ["Media:Kafka:Prefix"] = settings.Prefix,
                ["Media:Kafka:Partitions"] = $"{settings.Partitions}",
            });
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.Services.AddDocuments(builder.Configuration);
            builder.Services.AddBus(builder.Configuration, modules);
            foreach (var module in modules)
            {
                module.Add(builder.Services, builder.Configuration);
            }

            var host = builder.Build();
            await host.StartAsync(stop);
            var cluster = host.Services.GetRequiredService<KafkaCluster>();
            await Wait.Until(() => cluster.Want(typeof(Letter)), () => cluster.Trouble ?? "");
            return new Process(host, folder);
        }

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync(CancellationToken.None);
            host.Dispose();
            Directory.Delete(folder, recursive: true);
        }
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
