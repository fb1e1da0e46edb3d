using System.Collections.Concurrent;
using Media.Documents.Sweeping;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Documents.Tests;

public sealed class SweeperTests : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"media-sweeper-{Guid.NewGuid():N}");
    private readonly ServiceProvider _services;
    private readonly IDocuments<Sample> _samples;

    public SweeperTests()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Media:Data", _folder), new("Media:Sweep:Every", "00:00:00.05")]).Build();
        _services = new ServiceCollection().AddLogging().AddDocuments(configuration).AddCollection("samples", Sample.Indexes).BuildServiceProvider();
        _samples = _services.GetRequiredService<IDocuments<Sample>>();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_is_due_is_attended_to_and_what_is_not_is_left()
    {
        await Add("due", TimeSpan.FromSeconds(-1));
        await Add("later", TimeSpan.FromHours(1));
        using var sweeper = new Notes(_samples, _services.GetRequiredService<SweepParts>(), all: false);
        await sweeper.StartAsync(Stop);
        await sweeper.Until(s => s.Attended.Contains("due"));
        await sweeper.StopAsync(Stop);
        sweeper.Attended.ShouldNotContain("later");
    }

    [Fact]
    public async Task At_the_start_all_that_waits_is_attended_to_once_as_void_over_more_than_one_page()
    {
        await Task.WhenAll(Enumerable.Range(0, 1100).Select(i => Add($"s{i:D4}", TimeSpan.FromHours(1))));
        using var sweeper = new Notes(_samples, _services.GetRequiredService<SweepParts>(), all: true);
        await sweeper.StartAsync(Stop);
        await sweeper.Until(s => s.Attended.Count >= 1100);
        await Add("due", TimeSpan.FromSeconds(-1));
        await sweeper.Until(s => s.Attended.Contains("due"));
        await sweeper.StopAsync(Stop);
        sweeper.Attended.Count(id => id.StartsWith('s')).ShouldBe(1100);
        sweeper.Void.Count.ShouldBe(1100);
    }

    [Fact]
    public async Task One_that_fails_does_not_keep_the_others_from_it()
    {
        await Add("bad", TimeSpan.FromSeconds(-2));
        await Add("good", TimeSpan.FromSeconds(-1));
        using var sweeper = new Notes(_samples, _services.GetRequiredService<SweepParts>(), all: false);
        await sweeper.StartAsync(Stop);
        await sweeper.Until(s => s.Attended.Contains("good"));
        await sweeper.StopAsync(Stop);
    }

    private Task Add(string id, TimeSpan due) => _samples.Insert(new Sample { Id = id, DueAt = TimeProvider.System.GetUtcNow() + due }, Stop);

    private sealed class Notes(IDocuments<Sample> samples, SweepParts parts, bool all) : Sweeper<Sample>("tests/samples", samples, Sample.Due, parts)
    {
        public ConcurrentQueue<string> Attended { get; } = new();

        public ConcurrentQueue<string> Void { get; } = new();

        protected override bool AllAtStart => all;

        public async Task Until(Func<Notes, bool> holds)
        {
            var began = TimeProvider.System.GetTimestamp();
            while (!holds(this))
            {
                TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(20), $"attended to {Attended.Count}");
                await Task.Delay(10, Stop);
            }
        }

        protected override Task Attend(Sample document, DateTimeOffset? voidBefore, CancellationToken stop)
        {
            if (document.Id == "bad")
            {
                throw new InvalidOperationException("for a test");
            }

            if (voidBefore is not null)
            {
                Void.Enqueue(document.Id);
            }

            Attended.Enqueue(document.Id);
            return Task.CompletedTask;
        }
    }
}
