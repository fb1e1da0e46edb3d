using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Media.Blobs.S3;

internal sealed class S3Health(S3Store store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.Ping(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (BlobsUnavailableException unavailable)
        {
            return HealthCheckResult.Unhealthy(unavailable.Message);
        }
    }
}
