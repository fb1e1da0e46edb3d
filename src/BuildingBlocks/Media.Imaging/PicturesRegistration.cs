using Media.Sandbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Media.Imaging;

/// <summary>Puts the picture pipeline into a process; twice is as good as once.</summary>
public static class PicturesRegistration
{
    /// <summary>The limits alone, for who only sniffs at the door.</summary>
    public static IServiceCollection AddPictureLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PictureLimits>().Bind(configuration.GetSection(PictureLimits.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    /// <summary><see cref="Pictures"/> and the limits.</summary>
    public static IServiceCollection AddPictures(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPictureLimits(configuration);
        services.AddOptions<ImagingSettings>().Bind(configuration.GetSection(PictureLimits.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<Children>(_ => new Children());
        services.TryAddSingleton<Pictures>();
        return services;
    }
}
