using Media.Documents;
using Media.Messaging;
using Media.Orchestration.Contracts;
using Media.Orchestration.Track;
using Media.Processing.Contracts;
using Media.Testing.Hosting;
using Media.Vision.Contracts;
using Media.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Media.Orchestration.Tests;

/// <summary>Who is asked for at once, and who waits for a turn: eight steps of a kind, four of one tenant's, and a few more, for the bounds are soft.</summary>
public sealed class TurnTests : IAsyncLifetime
{
    private const int OfTenant = 4;
    private const int Soft = 2 * OfTenant;

    private readonly string _folder = Directory.CreateTempSubdirectory("media-turns-").FullName;
    private IHost _host = null!;
    private Overheard _others = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IDocuments<FileState> Files => _host.Services.GetRequiredService<IDocuments<FileState>>();

    public async ValueTask InitializeAsync() => await Start();

    public async ValueTask DisposeAsync()
    {
        await End();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_flood_of_one_tenant_lets_anothers_files_by_and_ends_in_the_order_in_which_it_came()
    {
        var flood = await Store("flood", 30);
        (await Queued(StepName.Inspect)).ShouldBeGreaterThanOrEqualTo(flood.Count - Soft);
        var few = await Store("few", 3);

        await Wait.Until(() => Asked<InspectFile>(c => c.FileId, few).Count == few.Count);
        Asked<InspectFile>(c => c.FileId, flood).Count.ShouldBeLessThanOrEqualTo(Soft);

        await Answer(flood, _ => true);
        // Turns are given in the order of waiting; those of one round may overtake each other.
        var order = Asked<InspectFile>(c => c.FileId, flood);
        order.Select((file, place) => Math.Abs(flood.IndexOf(file) - place)).Max().ShouldBeLessThan(Soft);
        await Answer(few, _ => true);
        (await Queued(StepName.Inspect)).ShouldBe(0);
    }

    [Fact]
    public async Task Where_nobody_detects_renditions_are_asked_for_all_the_same()
    {
        var files = await Store("a", 20);

        await Answer(files, command => command is not DetectObjects, f => f.Step(StepName.Renditions)!.Phase == StepPhase.Done);

        Asked<DetectObjects>(c => c.FileId, files).Count.ShouldBeLessThanOrEqualTo(Soft);
        (await Queued(StepName.Detect)).ShouldBeGreaterThanOrEqualTo(files.Count - Soft);
    }

    [Fact]
    public async Task What_waits_for_its_turn_waits_on_when_the_process_starts_again()
    {
        var files = await Store("a", 12);
        (await Queued(StepName.Inspect)).ShouldBeGreaterThanOrEqualTo(files.Count - Soft);

        await End();
        await Start();
        await Answer(files, _ => true);
    }

    [Fact]
    public async Task A_file_that_is_cancelled_or_purged_while_it_waits_gives_up_its_place()
    {
        var files = await Store("a", 12);
        var (cancelled, purged) = (files[^2], files[^1]);

        await Say(new Control.CancelFile(cancelled));
        await Say(new Upload.Contracts.FilePurging(purged, "a", 2));
        await Answer(files[..^2], _ => true);

        (await Queued(StepName.Inspect)).ShouldBe(0);
        Asked<InspectFile>(c => c.FileId, files).ShouldBe(files[..^2], ignoreOrder: true);
    }

    private async Task Start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
        [
            new("Media:Data", _folder), new("Media:Sweep:Every", "00:00:00.1"), new("Media:Steps:Outstanding", "8"), new("Media:Steps:OutstandingOfTenant", $"{OfTenant}"),
        ]);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton<KnownWithin>();
        builder.Services.AddDocuments(builder.Configuration);
        var module = new OrchestrationModule();
        module.Add(builder.Services, builder.Configuration);
        _others = Others.Listening();
        _others.Add(builder.Services, builder.Configuration);
        builder.Services.AddBus(builder.Configuration, [module, _others]);
        _host = builder.Build();
        await _host.StartAsync(Stop);
    }

    private async Task End()
    {
        await _host.StopAsync(Stop);
        _host.Dispose();
    }

    private async Task<List<Guid>> Store(string tenant, int count)
    {
        var files = new List<Guid>();
        for (var i = 0; i < count; i++)
        {
            files.Add(Guid.CreateVersion7());
            await Say(Others.Stored(files[i], tenant, DateTimeOffset.UtcNow));
            // One after the other, so that there is an order to keep.
            await Wait.Until(async () => await Files.Get(files[i].ToString(), Stop) is not null);
        }

        return files;
    }

    /// <summary>Answers what is asked for until all files have come as far as they should.</summary>
    private async Task Answer(List<Guid> files, Func<object, bool> answered, Func<FileState, bool>? far = null)
    {
        var done = 0;
        await Wait.Until(async () =>
        {
            var said = _others.Said<object>();
            for (; done < said.Count; done++)
            {
                if (answered(said[done]) && Others.Answer(said[done]) is { } answer)
                {
                    await Say(answer);
                }
            }

            var states = await Task.WhenAll(files.Select(f => Files.Get(f.ToString(), Stop)));
            return states.All(f => far?.Invoke(f!) ?? f!.Phase == FilePhase.Ready);
        });
    }

    private async Task<long> Queued(string step) => await Files.Count(FileStates.Queued[step].Where(), Stop);

    private List<Guid> Asked<T>(Func<T, Guid> file, List<Guid> of) => [.. _others.Said<T>().Select(file).Where(of.Contains).Distinct()];

    private async Task Say(object message)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IEmit>().Emit(message, Stop);
    }
}
