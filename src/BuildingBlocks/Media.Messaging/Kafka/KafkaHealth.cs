using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Media.Messaging.Kafka;

internal sealed class KafkaHealth(KafkaCluster cluster) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(cluster.Trouble is { } trouble ? HealthCheckResult.Unhealthy(trouble) : HealthCheckResult.Healthy());
}
