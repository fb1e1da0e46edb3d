using Media.Blobs.Folder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Blobs;

public static class BlobsRegistration
{
    /// <summary>Adds the blob store. Settings: <c>Media:Blobs:Engine</c>, <c>Media:Data</c>.</summary>
    public static IServiceCollection AddBlobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BlobsSettings>()
            .Configure(settings =>
            {
                settings.Engine = configuration["Media:Blobs:Engine"];
                settings.Folder = Path.Combine(Path.GetFullPath(configuration["Media:Data"] ?? "data"), "blobs");
            })
            .Validate(s => s.Engine is null or "folder", "Media:Blobs:Engine must be folder.")
            .ValidateOnStart();
        services.AddSingleton<IBlobs, FolderBlobs>();
        return services;
    }
}
