using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Media.Messaging.Kafka;

// Brokers that answer are not enough: a process that its group has no place for is deaf.
internal sealed class KafkaHealth(KafkaCluster cluster, ConsumerGroups groups) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult((cluster.Trouble ?? groups.Trouble) is { } trouble ? HealthCheckResult.Unhealthy(trouble) : HealthCheckResult.Healthy());
}
