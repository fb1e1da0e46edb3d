using Media.Messaging.Kafka;
using Media.Testing.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Media.Bench.Rider;

/// <summary>The product's watch over the cluster, outside a host; the letters' topic is there once it runs.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private Cluster(KafkaCluster cluster) => Is = cluster;

    public KafkaCluster Is { get; }

    public static async Task<Cluster> With(KafkaSettings settings, CancellationToken stop)
    {
        var cluster = new KafkaCluster(Options.Create(settings), NullLogger<KafkaCluster>.Instance);
        await cluster.StartAsync(stop);
        await Wait.Until(() => cluster.Want(typeof(Letter)), () => cluster.Trouble ?? "");
        return new Cluster(cluster);
    }

    public async ValueTask DisposeAsync()
    {
        await Is.StopAsync(CancellationToken.None);
        Is.Dispose();
    }
}
