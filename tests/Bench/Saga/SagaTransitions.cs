using System.Globalization;
using Media.Testing.Engines;
using Xunit.Sdk;

namespace Media.Bench.Saga;

/// <summary>
/// Files through the real state machine, many at once, on a store that keeps them: from FileStored until the saga is ready and owes nobody
/// anything. The bus is in memory, and the other modules answer at once: what is measured is the saga and its documents.
/// </summary>
internal sealed class SagaTransitions : IBenchmark
{
    private const int Turns = 5;
    private const int Files = 500;

    public string Name => "saga";

    public string Says => "transitions and writes of files' sagas a second, on SQLite and on MongoDB's engine";

    public async Task Run(string[] args, CancellationToken stop)
    {
        var stores = new List<Orchestra> { await Orchestra.Start("SQLite", new() { ["Media:Documents:Engine"] = "sqlite" }, stop) };
        try
        {
            if (await Mongo() is var (label, settings))
            {
                stores.Add(await Orchestra.Start(label, settings, stop));
            }

            await Compare(stores, stop);
        }
        finally
        {
            foreach (var store in stores)
            {
                await store.DisposeAsync();
            }
        }
    }

    private static async Task Compare(List<Orchestra> stores, CancellationToken stop)
    {
        var turns = stores.ConvertAll(_ => new List<Played>());
        // The first turn is for the compiler.
        for (var turn = 0; turn <= Turns; turn++)
        {
            foreach (var (store, played) in stores.Zip(turns))
            {
                var one = await store.Play(Files, stop);
                if (turn > 0)
                {
                    played.Add(one);
                }
            }
        }

        foreach (var (store, played) in stores.Zip(turns))
        {
            double Of(Func<Played, double> value) => Median.Of([.. played.Select(value)]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {store.Label} | {Of(p => Files / p.Seconds):F0} | {Of(p => p.Transitions / p.Seconds):F0} | {Of(p => p.Writes / p.Seconds):F0} | {Of(p => (double)p.Writes / Files):F1} |"));
        }
    }

    private static async Task<(string Label, Dictionary<string, string?> Settings)?> Mongo()
    {
        try
        {
            var engine = await TestEngine.Mongo();
            return (engine.IsProcess ? "MongoDB's protocol, the shelf's stand-in" : "MongoDB", new()
            {
                ["Media:Documents:Engine"] = "mongo",
                ["Media:Mongo:Uri"] = $"mongodb://{engine.Address}",
                ["Media:Mongo:Database"] = $"bench-{Guid.NewGuid():N}",
            });
        }
        catch (SkipException missing)
        {
            await Console.Error.WriteLineAsync($"Only on SQLite: {Missing.In(missing)}");
            return null;
        }
    }
}

/// <param name="Transitions">Of the files and their steps, as their logs have them.</param>
/// <param name="Writes">Of saga documents; their events' own are not among them.</param>
internal sealed record Played(double Seconds, long Transitions, long Writes);
