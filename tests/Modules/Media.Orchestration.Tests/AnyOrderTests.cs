using Media.Delivery.Contracts;
using Media.Orchestration.Contracts;
using Media.Orchestration.Control;
using Media.Orchestration.Track;
using Media.Processing.Contracts;
using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Vision.Contracts;

namespace Media.Orchestration.Tests;

/// <summary>
/// Lives of files drawn at random: workers that start, fall silent, fail, answer late, twice or never, and people who cancel, retry, rename and
/// delete meanwhile. Once everyone answers again, every file ends, and owes nobody anything.
/// </summary>
public sealed class AnyOrderTests
{
    private const int Acts = 80;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 24)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_file_ends_whatever_comes_in_whatever_order(int seed)
    {
        await using var bench = await SagaBench.Start();
        var life = new Life(bench, new Random(seed), bench.Stored());
        await life.Live(Acts);
        await life.Calm();
        var file = await bench.Until(life.File, f => f.EndedAt is not null && f.DueAt is null);

        FilePhase.Shown.ShouldContain(file.Phase);
        file.Phase.ShouldNotBe(FilePhase.Processing);
        file.Steps.ShouldAllBe(s => s.IsFinal);
        file.Owes.Slots.ShouldBeEmpty();
        file.Shown.ShouldBe(file.Published);
        bench.Said.Of<PublishFile>().Max(p => p.Revision).ShouldBe(file.Published);
        bench.Said.Of<FileStateChanged>().Where(s => s.Revision == file.Told).ShouldAllBe(s => s.State == file.Phase.ToLowerInvariant());
        ItsLogIsWhole(bench, file);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_purge_ends_in_a_tombstone_whatever_else_comes(int seed)
    {
        await using var bench = await SagaBench.Start();
        var random = new Random(seed);
        var life = new Life(bench, random, bench.Stored());
        await life.Live(random.Next(Acts));
        await life.Purge();
        await life.Live(random.Next(Acts));
        await life.Calm();
        var file = await bench.Until(life.File, f => f.Phase == FilePhase.Purged);

        file.Owes.Slots.ShouldBeEmpty();
        (file.Original, file.Renditions, file.Detections).ShouldBe((null, null, null));
        var order = bench.Said.All.ToList();
        order.FindIndex(m => m is PurgeFile).ShouldBeGreaterThan(order.FindIndex(m => m is WithdrawFile));
        ItsLogIsWhole(bench, file);
    }

    // Every transition leaves the state that the one before it came to: none is missing, and none stands twice.
    private static void ItsLogIsWhole(SagaBench bench, FileState file)
    {
        var log = bench.Events.All.Concat(file.Events).DistinctBy(e => e.Id).OrderBy(e => e.Place, StringComparer.Ordinal).ToList();
        log.ShouldNotBeEmpty();
        foreach (var step in log.GroupBy(e => e.Step))
        {
            foreach (var (before, after) in step.Zip(step.Skip(1)))
            {
                (after.From == before.To || after.Generation > before.Generation).ShouldBeTrue(
                    $"{step.Key}: to {before.To} at {before.Place}, then from {after.From} at {after.Place}");
            }
        }
    }

    /// <summary>Everyone whom one file has to do with.</summary>
    private sealed class Life(SagaBench bench, Random random, FileStored stored)
    {
        private readonly List<object> _late = [];
        private long _revision = stored.Revision;
        private bool _trashed;
        private bool _purging;

        public Guid File => stored.FileId;

        public async Task Live(int acts)
        {
            for (var act = 0; act < acts; act++)
            {
                await Act();
                if (random.Next(3) == 0)
                {
                    await Task.Delay(2);
                }
            }
        }

        public async Task Purge()
        {
            _purging = true;
            await bench.Say(new FilePurging(File, "t1", ++_revision));
        }

        /// <summary>From here on everyone hears everything and answers, and time goes on, until the file needs no look any more.</summary>
        public async Task Calm()
        {
            await bench.Say(stored);
            if (_purging)
            {
                await bench.Say(new FilePurging(File, "t1", _revision));
            }

            await Wait.Until(
                async () =>
                {
                    var file = await bench.Files.Get(File.ToString(), CancellationToken.None);
                    if (_purging ? file?.Phase == FilePhase.Purged : file is { EndedAt: not null, DueAt: null })
                    {
                        return true;
                    }

                    // What is still owed is said again each time: the last messages are enough, and all of them would be more each time.
                    foreach (var message in bench.Said.All.TakeLast(12))
                    {
                        if (Others.Answer(message) is { } answer)
                        {
                            await bench.Say(answer);
                        }
                    }

                    bench.Time.Advance(TimeSpan.FromHours(1));
                    await bench.Say(new FileDue(File, null));
                    await Task.Delay(10);
                    return false;
                },
                () => "it never ends");
        }

        private async Task Act()
        {
            switch (random.Next(20))
            {
                case 0:
                    await bench.Say(stored);
                    break;
                case 1:
                    _trashed = !_trashed;
                    await bench.Say(new FileChanged(File, "t1", random.Next(4) == 0 ? 1 : ++_revision, $"{random.Next()}.jpg", _trashed));
                    break;
                case 2:
                    await bench.Say(new CancelFile(File));
                    break;
                case 3:
                    await bench.Say(new RetryStep(File, One(StepName.Inspect, StepName.Renditions, StepName.Detect, StepName.Publish)));
                    break;
                case 4 when random.Next(3) == 0:
                    await bench.Say(new ReprocessFile(File, null));
                    break;
                case 5 or 6:
                    bench.Time.Advance(TimeSpan.FromSeconds(random.Next(90)));
                    await bench.Say(new FileDue(File, random.Next(5) == 0 ? bench.Time.GetUtcNow() : null));
                    break;
                case 7 when _late.Count > 0:
                    await bench.Say(One([.. _late]));
                    break;
                default:
                    await Hear();
                    break;
            }
        }

        // Someone does something about one of the messages that were said, an old one as well as the last.
        private async Task Hear()
        {
            if (bench.Said.All is not { Count: > 0 } said)
            {
                await bench.Say(stored);
                return;
            }

            var message = random.Next(2) == 0 ? said[^1] : One([.. said]);
            List<object> answers = Others.Answer(message) is { } honest ? [honest, .. Signs(message)] : [];
            if (answers.Count > 0)
            {
                var answer = One([.. answers]);
                (random.Next(3) == 0 ? _late : []).Add(answer);
                await bench.Say(answer);
            }
        }

        /// <summary>What else a worker may say of a command.</summary>
        private IEnumerable<object> Signs(object message) => message switch
        {
            InspectFile c => Signs(c.FileId, StepName.Inspect, c.Generation, c.Attempt),
            MakeRenditions c => Signs(c.FileId, StepName.Renditions, c.Generation, c.Attempt),
            DetectObjects c => Signs(c.FileId, StepName.Detect, c.Generation, c.Attempt),
            _ => [],
        };

        private IEnumerable<object> Signs(Guid file, string step, int generation, int attempt) =>
        [
            new StepStarted(file, "t1", step, generation, attempt, "w"),
            new StepProgressed(file, "t1", step, generation, attempt, "w", random.NextDouble()),
            new StepFailed(file, "t1", step, generation, attempt, "w", "internal_error", "A bug.", FilesFault: random.Next(6) == 0),
            new StepSkipped(file, "t1", step, generation, attempt, "model_missing", "There is no model."),
        ];

        private T One<T>(params T[] of) => of[random.Next(of.Length)];
    }
}
