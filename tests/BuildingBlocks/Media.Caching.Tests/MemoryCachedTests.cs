using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Media.Caching.Tests;

public sealed class MemoryCachedTests : CacheSuite, IDisposable
{
    private const int Megabyte = 1024 * 1024;

    private readonly ServiceProvider _services = Services(("Media:Cache:Megabytes", "1"), ("Media:Cache:MakerLimit", "00:00:01"));

    protected override ICache Cache => _services.GetRequiredService<ICache>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task No_more_is_kept_than_the_setting_allows()
    {
        for (var i = 0; i < 500; i++)
        {
            await Cache.GetOrCreate($"{i}", _ => Task.FromResult(new byte[10_000]), TimeSpan.FromHours(1), [], Stop);
        }

        // The cache makes room in the background.
        await Until(async () => await Kept(500) <= Megabyte / 10_000);
        (await Kept(500)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_is_larger_than_the_cache_is_made_each_time()
    {
        var made = 0;
        for (var i = 1; i <= 3; i++)
        {
            (await Cache.GetOrCreate("a", _ => Task.FromResult(new byte[Megabyte + 1]), TimeSpan.FromHours(1), [], Stop)).Length.ShouldBe(Megabyte + 1);
            await Cache.GetOrCreate("b", _ => Task.FromResult($"{++made}{new string('x', Megabyte)}"), TimeSpan.FromHours(1), [], Stop);
            made.ShouldBe(i);
        }
    }

    [Fact]
    public async Task Keys_that_are_gone_are_forgotten_with_their_tags()
    {
        for (var i = 0; i < 5000; i++)
        {
            await Cache.GetOrCreate($"{i}", _ => Task.FromResult(new byte[10_000]), TimeSpan.FromHours(1), [$"tag {i}"], Stop);
        }

        ((Cached)Cache).Tags.Count.ShouldBeLessThan(2000);
    }

    [Fact]
    public async Task A_maker_that_never_ends_does_not_hold_its_key_for_ever()
    {
        await Should.ThrowAsync<TimeoutException>(
            () => Cache.GetOrCreate("a", async _ =>
            {
                await Task.Delay(Timeout.Infinite, Stop);
                return 1;
            }, TimeSpan.FromHours(1), [], Stop));

        (await Cache.GetOrCreate("a", _ => Task.FromResult(2), TimeSpan.FromHours(1), [], Stop)).ShouldBe(2);
    }

    [Theory]
    [InlineData("Media:Cache:Megabytes", "0")]
    [InlineData("Media:Cache:Megabytes", "100000")]
    [InlineData("Media:Cache:MakerLimit", "00:00:00")]
    public void A_wrong_setting_is_named(string setting, string value)
    {
        using var services = Services((setting, value));

        Should.Throw<OptionsValidationException>(services.GetRequiredService<ICache>).Message.ShouldContain(setting);
    }

    private static ServiceProvider Services(params (string Setting, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Setting, (string?)s.Value))).Build();
        return new ServiceCollection().AddCaching(configuration).BuildServiceProvider();
    }

    private async Task<int> Kept(int keys)
    {
        var cache = _services.GetRequiredService<ZiggyCreatures.Caching.Fusion.IFusionCache>();
        var kept = 0;
        for (var i = 0; i < keys; i++)
        {
            kept += (await cache.TryGetAsync<byte[]>($"{i}", token: Stop)).HasValue ? 1 : 0;
        }

        return kept;
    }
}
