using Media.Documents;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Media.Web.Access;

/// <summary>
/// Sees to it that there is a key to begin with: the one of the settings, or else, where there is no key at all, one that it makes and tells.
/// Goes on until the store can be reached, so that a store that is down at start keeps nothing else waiting.
/// </summary>
internal sealed class FirstKey(
    IDocuments<KeyDocument> documents, Keys keys, IOptions<AccessSettings> settings, ITellFirstKey tell, TimeProvider clock,
    IHostApplicationLifetime host, ILogger<FirstKey> log) : BackgroundService, IHealthCheck
{
    // One id for every process that starts at once: whoever inserts it first has made the key, and nobody tells one that does not work.
    private const string MadeId = "first";

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private volatile bool _done;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_done ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the first key is not written yet"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_done)
        {
            try
            {
                await (ApiKey.TryParse(settings.Value.FirstKey, out var key) ? PutIn(key, stoppingToken) : MakeWhereNoneIs(stoppingToken));
                _done = true;
            }
            catch (DocumentsUnavailableException)
            {
                await Task.Delay(Again, clock, stoppingToken);
            }
        }
    }

    private async Task PutIn(ApiKey key, CancellationToken stop)
    {
        if (await documents.Insert(DocumentOf(key), stop) == Write.Taken && await documents.Get(key.Id, stop) is { } known && !key.Is(known.Hash))
        {
            log.LogCritical(
                "{Setting} has the id {Id} of another key: choose another id. The process ends.", $"{AccessSettings.Section}:FirstKey", key.Id);
            Environment.ExitCode = 1;
            host.StopApplication();
        }

        keys.Forget(key.Id);
    }

    private async Task MakeWhereNoneIs(CancellationToken stop)
    {
        if (await documents.Count(KeyDocument.ByCreation.Where(), stop) > 0)
        {
            return;
        }

        var key = ApiKey.New(MadeId);
        if (await documents.Insert(DocumentOf(key), stop) == Write.Written)
        {
            keys.Forget(key.Id);
            tell.Tell(key.Text);
        }
    }

    private KeyDocument DocumentOf(ApiKey key) => new()
    {
        Id = key.Id,
        Tenant = settings.Value.Tenant,
        Name = "first key",
        Scopes = Scope.All,
        Hash = key.Hash,
        CreatedAt = clock.GetUtcNow(),
    };
}
