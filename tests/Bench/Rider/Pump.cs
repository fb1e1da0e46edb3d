using Media.Messaging;
using Media.Messaging.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Media.Bench.Rider;

/// <summary>The rider without MassTransit's pipeline: its producer with the message's JSON, its consumer group with lanes and windows.</summary>
internal sealed class Pump : IContender
{
    // What an endpoint handles at once where its module does not say.
    private const int Concurrency = 32;

    public string Name => "pump alone";

    public async Task<ISpeaker> Speak(KafkaSettings settings, CancellationToken stop) => new Speaker(settings, await Cluster.With(settings, stop));

    public async Task<IAsyncDisposable> Hear(KafkaSettings settings, Action heard, CancellationToken stop)
    {
        var cluster = await Cluster.With(settings, stop);
        var group = new ConsumerGroup("bench", "bench", new KafkaClients(settings), cluster.Is, TimeSpan.FromSeconds(5), new Hearing(TimeProvider.System), NullLogger.Instance);
        group.Hear(Topics.NameOf(typeof(Letter), settings), Concurrency, _ =>
        {
            heard();
            return Task.FromResult(Handled.Done);
        });
        group.Start();
        return new Listener(group, cluster);
    }

    private sealed class Speaker(KafkaSettings settings, Cluster cluster) : ISpeaker
    {
        private readonly KafkaProducer _producer = new(Options.Create(settings), cluster.Is, NullLogger<KafkaProducer>.Instance);

        public Task Say(int letters, CancellationToken stop) => Callers.Run(letters, letter => _producer.Produce(letter, stop));

        public ValueTask DisposeAsync()
        {
            _producer.Dispose();
            return cluster.DisposeAsync();
        }
    }

    private sealed class Listener(ConsumerGroup group, Cluster cluster) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await group.Stop(TimeSpan.FromSeconds(1));
            await cluster.DisposeAsync();
        }
    }
}
