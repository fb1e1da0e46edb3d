using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;

namespace Media.Caching;

public static class CachingRegistration
{
    /// <summary>Adds <see cref="ICache"/>. Settings: <c>Media:Cache:Megabytes</c>, <c>Media:Cache:MakerLimit</c>.</summary>
    public static IServiceCollection AddCaching(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CacheSettings>().Bind(configuration.GetSection(CacheSettings.Section))
            .Validate(s => s.Megabytes is >= 1 and <= 65_536, "Media:Cache:Megabytes must be 1 to 65536.")
            .Validate(
                s => s.MakerLimit >= TimeSpan.FromSeconds(1) && s.MakerLimit <= TimeSpan.FromHours(1),
                "Media:Cache:MakerLimit must be 00:00:01 to 01:00:00.")
            .ValidateOnStart();
        services.AddSingleton<IFusionCache>(provider => Memory(provider.GetRequiredService<IOptions<CacheSettings>>().Value));
        services.AddSingleton<ICache>(provider => new MemoryCached(
            provider.GetRequiredService<IFusionCache>(), provider.GetRequiredService<IOptions<CacheSettings>>().Value.MakerLimit));
        return services;
    }

    // With a memory cache of its own: what bounds it must not bound what others keep.
    private static FusionCache Memory(CacheSettings settings) =>
        new FusionCache(new FusionCacheOptions(), new MemoryCache(new MemoryCacheOptions { SizeLimit = settings.Megabytes * 1024L * 1024 }));
}
