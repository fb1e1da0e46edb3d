namespace Media.EndToEnd.Tests.Kills;

/// <summary>Power cuts at random moments: what was accepted is never lost.</summary>
public sealed class KillTests
{
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_accepted_is_lost_when_the_host_is_killed_five_times()
    {
        var figures = await KillRun.Once(new Random(), pictures: 200, clients: 8, kills: 5, _stop);
        TestContext.Current.SendDiagnosticMessage(figures.ToString());
        TestContext.Current.TestOutputHelper!.WriteLine(figures.ToString());
    }

    [Fact(Explicit = true)]
    [Trait("Long", "kills")]
    public async Task Nothing_accepted_is_lost_in_a_quarter_of_an_hour_of_kills()
    {
        var until = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(15);
        var runs = new List<KillFigures>();
        while (TimeProvider.System.GetUtcNow() < until)
        {
            runs.Add(await KillRun.Once(new Random(), pictures: 200, clients: 8, kills: 5, _stop));
            Figures.Write($"{runs.Count} runs, {runs.Sum(r => r.Accepted)} files accepted, {runs.Sum(r => r.Kills)} kills -9, 0 lost; "
                + $"all final at most {runs.Max(r => r.Final.TotalSeconds):F1} s after the last start");
        }
    }
}
