using Media.Caching.Redis;
using Media.Testing.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Media.Caching.Tests;

/// <summary>A cache with Redis behind it, as a process of its own would have it: two of them share nothing but Redis.</summary>
internal sealed class CacheProcess : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private CacheProcess(ServiceProvider services) => _services = services;

    public ICache Cache => _services.GetRequiredService<ICache>();

    public bool IsInTouch => _services.GetRequiredService<RedisLink>().Current is not null;

    public LogMemory Log => _services.GetRequiredService<LogMemory>();

    /// <summary>Starts one, and does not wait for Redis.</summary>
    public static CacheProcess Start(string address, string prefix, params (string Setting, string Value)[] settings)
    {
        var services = Services([("Media:Cache:Engine", "redis"), ("Media:Redis:Address", address), ("Media:Redis:Prefix", prefix), .. settings]);
        var process = new CacheProcess(services);
        _ = process.Cache;
        return process;
    }

    public static async Task<CacheProcess> InTouch(string address, string prefix, params (string Setting, string Value)[] settings)
    {
        var process = Start(address, prefix, settings);
        await process.BackInTouch();
        return process;
    }

    public static ServiceProvider Services(params (string Setting, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Setting, (string?)s.Value))).Build();
        var log = new LogMemory();
        return new ServiceCollection().AddLogging(l => l.AddProvider(log)).AddSingleton(log).AddCaching(configuration).BuildServiceProvider();
    }

    public Task BackInTouch() => Wait.Until(() => IsInTouch, () => string.Join('\n', Log.Lines));

    public Task OutOfTouch() => Wait.Until(() => !IsInTouch, () => "it is in touch");

    public Task<string> Get(string key, Maker maker, params string[] tags) =>
        Cache.GetOrCreate(key, maker.Make, TimeSpan.FromMinutes(10), tags, TestContext.Current.CancellationToken);

    public Task Remove(string key) => Cache.Remove(key, TestContext.Current.CancellationToken);

    public Task RemoveTagged(string tag) => Cache.RemoveTagged(tag, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
