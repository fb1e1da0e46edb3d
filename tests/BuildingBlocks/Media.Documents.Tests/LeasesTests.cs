using Media.Documents.Leasing;
using Media.Testing.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Documents.Tests;

public sealed class LeasesTests : IAsyncDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"media-leases-{Guid.NewGuid():N}");
    private readonly HandTime _time = new();
    private readonly ServiceProvider _services;

    public LeasesTests()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Media:Data", _folder)]).Build();
        _services = new ServiceCollection().AddSingleton<TimeProvider>(_time).AddLogging().AddDocuments(configuration).BuildServiceProvider();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task One_of_many_who_race_gets_it()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Holder().TryTake("a", Length, Stop))));
        taken.OfType<Lease>().ShouldHaveSingleItem().Epoch.ShouldBe(1);
    }

    [Fact]
    public async Task The_holder_stops_at_two_thirds_and_others_take_over_five_seconds_after_its_end()
    {
        var lease = (await Holder().TryTake("a", Length, Stop))!;
        _time.Advance(TimeSpan.FromSeconds(19));
        lease.IsHeld.ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        lease.IsHeld.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(14));
        (await Holder().TryTake("a", Length, Stop)).ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(1));
        var next = (await Holder().TryTake("a", Length, Stop))!;
        next.Epoch.ShouldBe(2);
        (await lease.Renew(Stop)).ShouldBeFalse();
        lease.IsHeld.ShouldBeFalse();
        await lease.DisposeAsync();
        next.IsHeld.ShouldBeTrue();
        (await next.Renew(Stop)).ShouldBeTrue();
    }

    [Fact]
    public async Task Renewal_begins_its_length_anew_and_release_frees_it_at_once()
    {
        var lease = (await Holder().TryTake("a", Length, Stop))!;
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(15));
            lease.IsHeld.ShouldBeTrue();
            (await lease.Renew(Stop)).ShouldBeTrue();
        }

        await lease.DisposeAsync();
        lease.IsHeld.ShouldBeFalse();
        (await Holder().TryTake("a", Length, Stop))!.Epoch.ShouldBe(2);
    }

    // Each its own process, as far as leases can tell.
    private Leases Holder() => new(_services.GetRequiredService<IDocuments<LeaseDocument>>(), _time);
}
