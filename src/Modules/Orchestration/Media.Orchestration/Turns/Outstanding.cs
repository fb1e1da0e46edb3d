using Media.Documents;
using Media.Orchestration.Steps;
using Media.Orchestration.Track;
using Microsoft.Extensions.Options;

namespace Media.Orchestration.Turns;

/// <summary>
/// How many steps of each kind are asked for and not answered, in all and for each tenant. Below both bounds a step is asked for at once,
/// above them it waits for its turn: what workers have before them stays short, and one tenant's flood lets the others by.
/// The bounds are soft. This process counts what passes through it, and from time to time all that stands in the store.
/// </summary>
internal sealed class Outstanding(IOptions<StepSettings> settings, IDocuments<FileState> files) : IDisposable
{
    // What is beyond this many files is no longer a short queue, however many more there are.
    private const int MostCounted = 10_000;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _waits = new(0, 1);
    private Dictionary<(string Step, string Tenant), int> _asked = [];

    /// <summary>How many more of a kind may be asked for; for all tenants together, 0 or less where there are enough.</summary>
    public int Room(string step) => Read(() => settings.Value.Outstanding - _asked.Sum(a => a.Key.Step == step ? a.Value : 0));

    /// <summary>The same for one tenant.</summary>
    public int Room(string step, string tenant) => Read(() => settings.Value.OutstandingOfTenant - _asked.GetValueOrDefault((step, tenant)));

    /// <summary>The steps of a file that are asked for: take them before and after a change, for <see cref="Changed"/>.</summary>
    public static string[] Of(FileState file) => [.. file.Steps.Where(IsCounted).Select(s => s.Name)];

    /// <summary>Counts what a change of a file asked for, and what it ended.</summary>
    public void Changed(string tenant, string[] before, string[] after)
    {
        lock (_lock)
        {
            foreach (var step in after.Except(before))
            {
                Count(_asked, step, tenant, 1);
            }

            foreach (var step in before.Except(after))
            {
                Count(_asked, step, tenant, -1);
            }
        }
    }

    /// <summary>Says that a step waits for its turn, and so that somebody should hand out.</summary>
    public void Waits()
    {
        try
        {
            _waits.Release();
        }
        catch (SemaphoreFullException)
        {
            // It was said already.
        }
    }

    /// <summary>Ends as soon as a step waits for its turn, or after the time.</summary>
    public Task SomeWait(TimeSpan longest, CancellationToken stop) => _waits.WaitAsync(longest, stop);

    /// <summary>Counts what stands in the store: what other processes asked for and heard is in it too.</summary>
    public async Task CountAnew(CancellationToken stop)
    {
        var asked = new Dictionary<(string Step, string Tenant), int>();
        var query = FileStates.Asked.Where() with { Limit = 500 };
        for (var counted = 0; counted < MostCounted;)
        {
            var page = await files.Query(query, stop);
            foreach (var file in page.Items)
            {
                foreach (var step in Of(file))
                {
                    Count(asked, step, file.Tenant, 1);
                }
            }

            counted += page.Items.Count;
            if (page.Next is null)
            {
                break;
            }

            query = query with { After = page.Next };
        }

        lock (_lock)
        {
            _asked = asked;
        }
    }

    public void Dispose() => _waits.Dispose();

    private static bool IsCounted(StepState step) => step.IsAsked && FileStates.Queued.ContainsKey(step.Name);

    private static void Count(Dictionary<(string Step, string Tenant), int> asked, string step, string tenant, int by)
    {
        // Never below none: an answer may be heard here of what another process asked for.
        asked[(step, tenant)] = Math.Max(0, asked.GetValueOrDefault((step, tenant)) + by);
    }

    private int Read(Func<int> count)
    {
        lock (_lock)
        {
            return count();
        }
    }
}
