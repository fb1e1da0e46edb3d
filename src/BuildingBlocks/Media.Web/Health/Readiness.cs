using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Media.Web.Health;

/// <summary>
/// Asks every registered health check (<c>services.AddHealthChecks().AddCheck…</c>; the bus brings its own). Anybody may ask, so the answer
/// is kept for a second, and holds descriptions only: an exception's text can name hosts.
/// </summary>
internal sealed class Readiness(HealthCheckService checks, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private Task<Ready>? _last;
    private long _askedAt;

    internal Task<Ready> Ask(CancellationToken stop)
    {
        Task<Ready> answer;
        lock (_lock)
        {
            if (_last is null || (_last.IsCompleted && clock.GetElapsedTime(_askedAt) > Kept))
            {
                _askedAt = clock.GetTimestamp();
                _last = Check();
            }

            answer = _last;
        }

        return answer.WaitAsync(stop);
    }

    private async Task<Ready> Check()
    {
        using var limit = new CancellationTokenSource(Longest, clock);
        try
        {
            // Some checks do not heed their token: nobody waits for them longer than this either.
            var report = await checks.CheckHealthAsync(limit.Token).WaitAsync(Longest, clock, CancellationToken.None);
            return Of([.. report.Entries.Where(e => e.Value.Status == HealthStatus.Unhealthy).OrderBy(e => e.Key, StringComparer.Ordinal)
                .Select(e => new WaitingFor(e.Key, ReasonOf(e.Value)))]);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return Of([new WaitingFor("health", "a part did not say within 3 s how it is")]);
        }
    }

    // What a check throws becomes its description word for word.
    private static string ReasonOf(HealthReportEntry entry) =>
        entry.Description is { Length: > 0 } said && said != entry.Exception?.Message ? said : "does not answer";

    private static Ready Of(IReadOnlyList<WaitingFor> waiting) => new(waiting.Count == 0 ? "ready" : "not ready", waiting);
}
