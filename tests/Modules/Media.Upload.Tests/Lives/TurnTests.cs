using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Upload.Files;
using Media.Upload.Settle;

namespace Media.Upload.Tests.Lives;

/// <summary>Who is told of at once, and who waits for a turn.</summary>
public sealed class TurnTests : IDisposable
{
    private const int Few = 3;
    private const int Waiting = 20;
    private const int Flood = Telling.OutstandingOfTenant + Waiting;

    private readonly string _folder = Directory.CreateTempSubdirectory("media-test-").FullName;
    private readonly Clock _clock = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_flood_of_one_tenant_is_told_of_in_turns_and_anothers_files_at_once()
    {
        await using var life = await Life.Begin(_folder, _clock);
        var flood = await Store(life, "flood", Flood);
        Told(life).ShouldBe(flood[..Telling.OutstandingOfTenant]);
        (await Queued(life)).ShouldBe(Waiting);

        var few = await Store(life, "few", Few);
        Told(life)[^Few..].ShouldBe(few);

        var answered = 0;
        await Wait.Until(async () =>
        {
            for (var said = Said(life); answered < said.Count; answered++)
            {
                await life.Track(said[answered]);
            }

            return answered == Flood + Few;
        });
        Told(life).Except(few).ShouldBe(flood, "in the order in which they came, and each of them once");
        (await life.Due()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_waits_for_its_turn_waits_on_in_the_next_life_and_then_has_it()
    {
        await using (var first = await Life.Begin(_folder, _clock, swept: false))
        {
            await Store(first, "flood", Flood + Flood);
        }

        await using var second = await Life.Begin(_folder, _clock);

        // What was told has lost its answer and is told again; of what waited as many as have a turn.
        await Wait.Until(() => Said(second).Count == 2 * Telling.OutstandingOfTenant);
        (await Queued(second)).ShouldBe((2 * Flood) - (2 * Telling.OutstandingOfTenant));
        Told(second).ShouldBeUnique();
    }

    [Fact]
    public async Task Who_does_not_answer_in_time_is_told_again_and_keeps_nobody_back_meanwhile()
    {
        await using var life = await Life.Begin(_folder, _clock);
        await Store(life, "flood", Flood);

        for (var told = Telling.OutstandingOfTenant; told < Flood;)
        {
            told = Math.Min(told + Telling.OutstandingOfTenant, Flood);
            _clock.Advance(TimeSpan.FromSeconds(11));
            await Wait.Until(() => Told(life).Distinct().Count() >= told);
            Told(life).Distinct().Count().ShouldBe(told);
        }

        (await Queued(life)).ShouldBe(0);
    }

    private static async Task<List<Guid>> Store(Life life, string tenant, int count)
    {
        var files = new List<Guid>();
        for (var i = 0; i < count; i++)
        {
            files.Add((await life.Receive(new MemoryStream([1, 2, 3]), tenant: tenant)).File!.FileId);
        }

        return files;
    }

    private static List<FileStored> Said(Life life) => [.. life.Said.OfType<FileStored>()];

    private static List<Guid> Told(Life life) => [.. Said(life).Select(s => s.FileId)];

    private static async Task<long> Queued(Life life) =>
        await life.Documents.Count(FileDocument.Queued[Telling.StoredSlot].Where(), TestContext.Current.CancellationToken);
}
