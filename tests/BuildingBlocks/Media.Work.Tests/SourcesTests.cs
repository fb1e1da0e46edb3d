using Media.Testing.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Media.Work.Tests;

/// <summary>What a worker knows of files.</summary>
public sealed class SourcesTests : IAsyncDisposable
{
    private readonly Workshop _shop = new(("Media:Sweep:Every", "00:00:05"));
    private readonly Guid _file = Guid.CreateVersion7();

    private static CancellationToken Stop => Workshop.Stop;

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task What_was_learnt_is_found_by_its_tenant_and_nobody_else()
    {
        (await Learn()).ShouldBeTrue();
        var source = (await _shop.Sources.Find(_file, "default", Stop)).ShouldNotBeNull();
        (source.Blob, source.MediaType, source.Bytes, source.Sha256).ShouldBe(("originals/default/a/b", "image/png", 7L, "d1g35t"));
        (await _shop.Sources.Find(_file, "other", Stop)).ShouldBeNull();
        (await _shop.Sources.Find(Guid.CreateVersion7(), "default", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Learnt_by_many_at_once_it_is_one()
    {
        (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Learn()))).ShouldAllBe(known => known);
        (await _shop.Documents.Get(_file.ToString(), Stop))!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_stop_that_comes_before_the_file_is_kept_when_it_comes()
    {
        await _shop.Sources.Stop(_file, "default", "renditions", 1, Stop);
        (await _shop.Sources.Find(_file, "default", Stop)).ShouldBeNull();
        (await Learn()).ShouldBeTrue();
        (await _shop.Sources.Find(_file, "default", Stop)).ShouldNotBeNull().Stops["renditions"].ShouldBe(1);
    }

    [Fact]
    public async Task Stops_by_many_at_once_keep_the_highest_of_each_step()
    {
        await Learn();
        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => _shop.Sources.Stop(_file, "default", i % 2 == 0 ? "inspect" : "renditions", i, Stop)));
        var stops = (await _shop.Sources.Find(_file, "default", Stop)).ShouldNotBeNull().Stops;
        stops.ShouldBe(new Dictionary<string, int> { ["inspect"] = 20, ["renditions"] = 19 }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_forgotten_file_is_a_tombstone_that_refuses_what_still_speaks_of_it()
    {
        await Learn();
        await _shop.Sources.Forget(_file, "default", Stop);
        await _shop.Sources.Forget(_file, "default", Stop);
        (await Learn()).ShouldBeFalse();
        await _shop.Sources.Stop(_file, "default", "renditions", 3, Stop);
        (await _shop.Sources.Find(_file, "default", Stop)).ShouldBeNull();
        var tombstone = (await _shop.Documents.Get(_file.ToString(), Stop)).ShouldNotBeNull();
        (tombstone.Blob, tombstone.Sha256, tombstone.Version).ShouldBe((null, null, 2L));
    }

    [Fact]
    public async Task A_tombstone_is_kept_for_thirty_days_and_then_swept_away()
    {
        await Learn();
        var never = Guid.CreateVersion7();
        await _shop.Sources.Forget(never, "default", Stop);
        var sweeper = _shop.Hosted.Single(h => h is SourceSweeper);
        await sweeper.StartAsync(Stop);
        _shop.Time.Advance(TimeSpan.FromDays(29));
        (await _shop.Documents.Get(never.ToString(), Stop)).ShouldNotBeNull();
        _shop.Time.Advance(TimeSpan.FromDays(1));
        await Wait.Until(async () =>
        {
            _shop.Time.Advance(TimeSpan.FromSeconds(5));
            return await _shop.Documents.Get(never.ToString(), Stop) is null;
        });
        await sweeper.StopAsync(Stop);
        (await _shop.Sources.Find(_file, "default", Stop)).ShouldNotBeNull("what has not ended stays");
    }

    [Theory]
    [InlineData("Media:Work:ProgressEvery", "00:02:00")]
    [InlineData("Media:Work:StepLimit", "00:00:00")]
    public void A_wrong_setting_is_refused_by_its_name(string setting, string value)
    {
        using var services = Workshop.Settings((setting, value));
        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<WorkSettings>>().Value).Message.ShouldContain($"{setting} must be");
    }

    private Task<bool> Learn() => _shop.Sources.Learn(_file, "default", "originals/default/a/b", "image/png", 7, "d1g35t", Stop);
}
