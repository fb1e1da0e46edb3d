using Media.Documents.Leasing;
using Media.Documents.Sweeping;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Media.Documents.Turns;

/// <summary>
/// Gives what waits its turn as other things are answered: of each kind, tenants in turn, of each tenant what waited longest. Every process counts
/// what is outstanding; one at a time hands out. A turn that is lost on its way is given again in the next round, for the document still waits.
/// </summary>
/// <param name="name">Of the lease: module and what has turns.</param>
/// <param name="queues">Documents that wait, by kind: an index on tenant and the time since when.</param>
/// <param name="asked">All documents of which something is outstanding.</param>
public abstract class HandOut<T>(
    string name, IDocuments<T> documents, IReadOnlyDictionary<string, Index<T>> queues, Index<T> asked, Outstanding<T> outstanding, SweepParts parts)
    : BackgroundService
    where T : class, ITakesTurns
{
    // What is beyond this many is no longer a short queue, however many more there are.
    private const int MostCounted = 10_000;

    // What waits stands still between the death of the one who hands out and the end of its lease.
    private static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WhileSomeWait = TimeSpan.FromMilliseconds(500);
    // Between two counts of the store this process knows what passed through it, and of other processes' share nothing.
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(2);

    private readonly ILogger _log = parts.Logs.CreateLogger($"Media.Sweep.{name}");

    // The tenant of each kind that had its turn last: the next round begins behind it.
    private readonly Dictionary<string, string> _last = [];

    /// <summary>Gives a document that waits its turn. It may have had it already.</summary>
    protected abstract Task Give(T document, string kind, CancellationToken stop);

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
                    await CountAnew(stoppingToken);
                    counted = parts.Time.GetUtcNow();
                }

                lease = await Hold(lease, stoppingToken);
                var isBusy = lease is not null && await Round(stoppingToken);
                // Where nothing waited, the first that does is seen at once, by whoever hands out.
                await (isBusy ? outstanding.SomeRoom(WhileSomeWait, stoppingToken)
                    : lease is not null ? outstanding.SomeWait(every, stoppingToken)
                    : Task.Delay(every, parts.Time, stoppingToken));
            }
            catch (DocumentsUnavailableException unavailable)
            {
                _log.LogWarning("Handing out {Name} waits for the store: {Reason}", name, unavailable.Message);
                await Task.Delay(every, parts.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception bug)
            {
                // What waits is met again in the next round; a background service that throws would end the process.
                _log.LogError(bug, "Handing out {Name} failed", name);
                await Task.Delay(every, parts.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await (lease?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task<Lease?> Hold(Lease? lease, CancellationToken stop) =>
        lease is not null && lease.IsHeld && await lease.Renew(stop) ? lease : await parts.Leases.TryTake($"sweep/{name}", LeaseLength, stop);

    // Whether anything still waits, what has a turn that is on its way included.
    private async Task<bool> Round(CancellationToken stop)
    {
        var someWait = false;
        foreach (var (kind, queue) in queues)
        {
            var room = outstanding.Room(kind);
            if (room <= 0)
            {
                someWait |= (await documents.Query(queue.Where() with { Limit = 1 }, stop)).Items.Count > 0;
                continue;
            }

            var tenants = await Tenants(kind, queue, room, stop);
            someWait |= tenants.Count > 0;
            foreach (var tenant in tenants)
            {
                // Rounded up: a turn more or less is nothing, and none would be too few.
                var share = Math.Min((room + tenants.Count - 1) / tenants.Count, outstanding.Room(kind, tenant));
                await Give(kind, queue, tenant, Math.Min(share, 500), stop);
                _last[kind] = tenant;
            }
        }

        return someWait;
    }

    private async Task CountAnew(CancellationToken stop)
    {
        var found = new List<T>();
        var query = asked.Where() with { Limit = 500 };
        do
        {
            var page = await documents.Query(query, stop);
            found.AddRange(page.Items);
            query = query with { After = page.Next };
        }
        while (query.After is not null && found.Count < MostCounted);

        outstanding.Recounted(found);
    }

    // As many as there is room for, each with something that waits: those behind the last one first, then from the beginning.
    private async Task<List<string>> Tenants(string kind, Index<T> queue, int most, CancellationToken stop)
    {
        var tenants = new List<string>();
        var from = _last.GetValueOrDefault(kind, "");
        foreach (var (begin, end) in new[] { (from, (string?)null), ("", from) })
        {
            var next = begin;
            while (tenants.Count < most)
            {
                // No name of a tenant has a letter below the space: this one finds the next name, whichever it is.
                var found = await documents.Query(queue.Where() with { From = $"{next} ", To = end, Limit = 1 }, stop);
                if (found.Items is not [var first])
                {
                    break;
                }

                next = first.Tenant;
                tenants.Add(next);
            }
        }

        return tenants;
    }

    private async Task Give(string kind, Index<T> queue, string tenant, int turns, CancellationToken stop)
    {
        if (turns <= 0)
        {
            return;
        }

        foreach (var document in (await documents.Query(queue.Where(tenant) with { Limit = turns }, stop)).Items)
        {
            await Give(document, kind, stop);
        }
    }
}
