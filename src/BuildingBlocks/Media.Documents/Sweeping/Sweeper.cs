using Media.Documents.Leasing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Media.Documents.Sweeping;

/// <summary>What a sweeper needs, in one parcel.</summary>
public sealed record SweepParts(Leases Leases, IOptions<SweepSettings> Settings, IOptions<DocumentsSettings> Documents, TimeProvider Time, ILoggerFactory Logs)
{
    /// <summary>Whether no other process uses these documents.</summary>
    public bool IsAlone => Documents.Value.Engine == DocumentsSettings.Sqlite;
}

/// <summary>
/// Finds documents whose time has come, by one index on it, and has each attended to. One process at a time sweeps a collection.
/// What attends may meet a document twice, or one that somebody else has just dealt with: it decides by compare-and-swap.
/// </summary>
/// <param name="name">Of the lease: module and what is swept.</param>
/// <param name="due">An index whose only field is the time.</param>
public abstract class Sweeper<T>(string name, IDocuments<T> documents, Index<T> due, SweepParts parts) : BackgroundService
    where T : class, IDocument
{
    private const int Round = 500;

    private static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(30);

    private readonly ILogger _log = parts.Logs.CreateLogger($"Media.Sweep.{name}");

    private DateTimeOffset? _started;

    /// <summary>
    /// Whether everything that waits for a time is attended to once at the start, due or not, where this is the only process: what was leased
    /// or said before then is void, since the one that could answer has died.
    /// </summary>
    protected virtual bool AllAtStart => false;

    /// <summary>Up to when what answers documents is heard: by this time, which is never later than now, they are due.</summary>
    protected virtual DateTimeOffset Heard => parts.Time.GetUtcNow();

    /// <param name="voidBefore">Set in the round at the start alone: what was leased or said before then has nobody any more.</param>
    protected abstract Task Attend(T document, DateTimeOffset? voidBefore, CancellationToken stop);

    // Here and not in the loop, which may first run when the process takes requests already: what those lease is not void.
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _started = parts.Time.GetUtcNow();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var voidBefore = AllAtStart && parts.IsAlone ? _started : null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await parts.Leases.TryTake($"sweep/{name}", LeaseLength, stoppingToken) is { } lease)
                {
                    await using (lease)
                    {
                        voidBefore = await Sweep(lease, voidBefore, stoppingToken);
                    }
                }
            }
            catch (DocumentsUnavailableException unavailable)
            {
                _log.LogWarning("Sweep {Name} waits for the store: {Reason}", name, unavailable.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(parts.Settings.Value.Every, parts.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // For as long as the lease is this process's; the next tick takes it again or finds another holder.
    private async Task<DateTimeOffset?> Sweep(Lease lease, DateTimeOffset? voidBefore, CancellationToken stop)
    {
        while (true)
        {
            DateTimeOffset? until = voidBefore is null ? Heard : null;
            string? after = null;
            do
            {
                var page = await documents.Query(due.Where() with { Limit = Round, To = until, After = after }, stop);
                foreach (var document in page.Items)
                {
                    await Safely(document, voidBefore, stop);
                }

                after = page.Next;
                if (!lease.IsHeld || !await lease.Renew(stop))
                {
                    return voidBefore;
                }
            }
            while (after is not null);

            voidBefore = null;
            await Task.Delay(parts.Settings.Value.Every, parts.Time, stop);
        }
    }

    // One document that cannot be attended to does not keep the others from it; a store out of reach ends the round.
    private async Task Safely(T document, DateTimeOffset? voidBefore, CancellationToken stop)
    {
        try
        {
            await Attend(document, voidBefore, stop);
        }
        catch (Exception bug) when (bug is not OperationCanceledException and not DocumentsUnavailableException)
        {
            _log.LogError(bug, "Sweep {Name} failed on {Id}", name, document.Id);
        }
    }
}
