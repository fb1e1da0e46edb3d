using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;

namespace Media.Caching;

public static class CachingRegistration
{
    /// <summary>Adds the cache. Settings: <see cref="CacheSettings"/>.</summary>
    public static IServiceCollection AddCaching(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CacheSettings>().Bind(configuration.GetSection(CacheSettings.Section))
            .Validate(s => s.Entries is >= 100 and <= 10_000_000, "Media:Cache:Entries must be 100 to 10000000.")
            .ValidateOnStart();
        services.AddSingleton<IFusionCache>(provider => new FusionCache(
            new FusionCacheOptions { DefaultEntryOptions = new FusionCacheEntryOptions { Size = 1 }, TagsDefaultEntryOptions = { Size = 1 } },
            // Its own memory cache: what bounds it must not bound what others keep.
            new MemoryCache(new MemoryCacheOptions { SizeLimit = provider.GetRequiredService<IOptions<CacheSettings>>().Value.Entries })));
        services.AddSingleton<ICache, MemoryCached>();
        return services;
    }
}
