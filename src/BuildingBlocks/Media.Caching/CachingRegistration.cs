using Media.Caching.Redis;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;

namespace Media.Caching;

public static class CachingRegistration
{
    /// <summary>Adds <see cref="ICache"/>. Settings: <see cref="CacheSettings"/>, <see cref="RedisSettings"/>.</summary>
    public static IServiceCollection AddCaching(this IServiceCollection services, IConfiguration configuration)
    {
        var engine = configuration["Media:Cache:Engine"] ?? CacheSettings.Memory;
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<CacheSettings>().Bind(configuration.GetSection(CacheSettings.Section))
            .Validate(s => s.Engine is CacheSettings.Memory or CacheSettings.Redis, "Media:Cache:Engine must be memory or redis.")
            .Validate(s => s.Megabytes is >= 1 and <= 65_536, "Media:Cache:Megabytes must be 1 to 65536.")
            .Validate(
                s => s.MakerLimit >= TimeSpan.FromSeconds(1) && s.MakerLimit <= TimeSpan.FromHours(1),
                "Media:Cache:MakerLimit must be 00:00:01 to 01:00:00.")
            .ValidateOnStart();
        services.AddSingleton(provider => Memory(provider.GetRequiredService<IOptions<CacheSettings>>().Value));
        services.AddSingleton<IFusionCache>(Fusion);
        if (engine == CacheSettings.Redis)
        {
            services.AddMetrics();
            services.AddOptions<RedisSettings>().Bind(configuration.GetSection(RedisSettings.Section)).ValidateOnStart();
            services.AddSingleton<IValidateOptions<RedisSettings>, RedisSettingsCheck>();
            services.AddSingleton<RedisLink>();
            services.AddSingleton<IBehind, RedisBehind>();
            services.AddHostedService<OpenAtStart>();
        }
        else
        {
            services.AddSingleton<IBehind, NothingBehind>();
        }

        services.AddSingleton<ICache>(provider => new Cached(
            provider.GetRequiredService<CacheMemory>().Cache,
            provider.GetRequiredService<IFusionCache>(),
            provider.GetRequiredService<IBehind>(),
            provider.GetRequiredService<IOptions<CacheSettings>>().Value.MakerLimit));
        return services;
    }

    // A memory cache of its own: what bounds it must not bound what others keep.
    private static CacheMemory Memory(CacheSettings settings) =>
        new(new MemoryCache(new MemoryCacheOptions { SizeLimit = settings.Megabytes * 1024L * 1024 }));

    // Tags, failures and who waits for whom are ours: see Cached and RedisBehind.
    private static FusionCache Fusion(IServiceProvider provider)
    {
        var cache = new FusionCache(
            new FusionCacheOptions { DisableTagging = true, EnableAutoRecovery = false, DistributedCacheKeyModifierMode = CacheKeyModifierMode.None },
            provider.GetRequiredService<CacheMemory>().Cache);
        if (provider.GetService<RedisLink>() is { } link)
        {
            cache.SetupDistributedCache(new RedisStore(link, provider.GetRequiredService<TimeProvider>()), new FarSerializer());
        }

        return cache;
    }

    private sealed record CacheMemory(MemoryCache Cache);

    // In touch with Redis before the first request, where it is there; nobody waits for it.
    private sealed class OpenAtStart(IServiceProvider provider) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            _ = provider.GetRequiredService<ICache>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
