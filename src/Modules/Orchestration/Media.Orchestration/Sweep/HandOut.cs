using Media.Documents;
using Media.Documents.Leasing;
using Media.Documents.Sweeping;
using Media.Messaging;
using Media.Orchestration.Track;
using Media.Orchestration.Turns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Media.Orchestration.Sweep;

/// <summary>
/// Gives waiting steps their turn as others end: of each kind, tenants in turn, of each tenant what waited longest. Every process counts what
/// is outstanding; one at a time hands out. A turn that is lost on its way is given again in the next round, for the step still waits.
/// </summary>
internal sealed class HandOut(Outstanding outstanding, IDocuments<FileState> files, SweepParts parts, IServiceScopeFactory scopes) : BackgroundService
{
    private static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WhileSomeWait = TimeSpan.FromMilliseconds(500);
    // Between two counts of the store this process knows what passed through it, and of other processes' share nothing.
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(2);

    private readonly ILogger _log = parts.Logs.CreateLogger("Media.Sweep.orchestration/turns");

    // The tenant of each kind that had its turn last: the next round begins behind it.
    private readonly Dictionary<string, string> _last = [];

    /// <summary>Hands out once.</summary>
    /// <returns>Whether any step still waits, those with a turn that is on its way among them.</returns>
    public async Task<bool> Round(CancellationToken stop)
    {
        var someWait = false;
        foreach (var (step, queue) in FileStates.Queued)
        {
            var room = outstanding.Room(step);
            if (room <= 0)
            {
                someWait |= (await files.Query(queue.Where() with { Limit = 1 }, stop)).Items.Count > 0;
                continue;
            }

            var tenants = await Tenants(step, queue, room, stop);
            someWait |= tenants.Count > 0;
            foreach (var tenant in tenants)
            {
                // Rounded up: a turn more or less is nothing, and none would be too few.
                var share = Math.Min((room + tenants.Count - 1) / tenants.Count, outstanding.Room(step, tenant));
                await Give(step, queue, tenant, Math.Min(share, 500), stop);
                _last[step] = tenant;
            }
        }

        return someWait;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var every = parts.Settings.Value.Every;
        Lease? lease = null;
        var counted = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (parts.Time.GetUtcNow() - counted >= CountEvery)
                {
                    await outstanding.CountAnew(stoppingToken);
                    counted = parts.Time.GetUtcNow();
                }

                lease = await Hold(lease, stoppingToken);
                var isBusy = lease is not null && await Round(stoppingToken);
                // Where nothing waited, the first that does is seen at once, by whoever hands out.
                await (isBusy ? Task.Delay(WhileSomeWait, parts.Time, stoppingToken)
                    : lease is not null ? outstanding.SomeWait(every, stoppingToken)
                    : Task.Delay(every, parts.Time, stoppingToken));
            }
            catch (DocumentsUnavailableException unavailable)
            {
                _log.LogWarning("Handing out waits for the store: {Reason}", unavailable.Message);
                await Task.Delay(every, parts.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception bug)
            {
                // What waits is met again in the next round; a background service that throws would end the process.
                _log.LogError(bug, "Handing out failed");
                await Task.Delay(every, parts.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await (lease?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task<Lease?> Hold(Lease? lease, CancellationToken stop) =>
        lease is not null && lease.IsHeld && await lease.Renew(stop) ? lease : await parts.Leases.TryTake("sweep/orchestration/turns", LeaseLength, stop);

    // As many as there is room for, each with something that waits: those behind the last one first, then from the beginning.
    private async Task<List<string>> Tenants(string step, Index<FileState> queue, int most, CancellationToken stop)
    {
        var tenants = new List<string>();
        var from = _last.GetValueOrDefault(step, "");
        foreach (var (begin, end) in new[] { (from, (string?)null), ("", from) })
        {
            var next = begin;
            while (tenants.Count < most)
            {
                // No name of a tenant has a letter below the space: this one finds the next name, whichever it is.
                var found = await files.Query(queue.Where() with { From = $"{next} ", To = end, Limit = 1 }, stop);
                if (found.Items is not [var file])
                {
                    break;
                }

                next = file.Tenant;
                tenants.Add(next);
            }
        }

        return tenants;
    }

    private async Task Give(string step, Index<FileState> queue, string tenant, int turns, CancellationToken stop)
    {
        if (turns <= 0)
        {
            return;
        }

        foreach (var file in (await files.Query(queue.Where(tenant) with { Limit = turns }, stop)).Items)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IEmit>().Emit(new FileTurn(file.CorrelationId, step), stop);
        }
    }
}
