using MassTransit;
using MassTransit.Transports;
using Microsoft.Extensions.Options;

namespace Media.Messaging.Kafka;

/// <summary>Starts and stops with the bus.</summary>
internal sealed class KafkaRider(ReceiveEndpointCollection endpoints, ConsumerGroup[] groups, IOptions<MassTransitHostOptions> options) : IKafkaRider
{
    public RiderHandle Start(CancellationToken cancellationToken = default)
    {
        endpoints.StartEndpoints(cancellationToken);
        foreach (var group in groups)
        {
            group.Start();
        }

        return new Handle(endpoints, groups, options.Value.ConsumerStopTimeout ?? TimeSpan.FromSeconds(10));
    }

    public IEnumerable<EndpointHealthResult> CheckEndpointHealth() => endpoints.CheckEndpointHealth();

    private sealed class Handle(ReceiveEndpointCollection endpoints, ConsumerGroup[] groups, TimeSpan drain) : RiderHandle
    {
        // A cluster that is down at the start is waited for by the groups; the process is live meanwhile, and its readiness says why it waits.
        public Task Ready => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await Task.WhenAll(groups.Select(g => g.Stop(drain)));
            await endpoints.StopEndpoints(cancellationToken);
        }
    }
}
