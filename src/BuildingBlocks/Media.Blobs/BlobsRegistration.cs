using Media.Blobs.Folder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Media.Blobs;

public static class BlobsRegistration
{
    /// <summary>
    /// Adds <see cref="IBlobs"/>. Settings: <c>Media:Blobs:Engine</c> (by default <c>Media:Profile</c>'s), <c>Media:Data</c>.
    /// The host's start fails where a setting is wrong or the folder cannot be used.
    /// </summary>
    public static IServiceCollection AddBlobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BlobsSettings>()
            .Configure(settings =>
            {
                settings.Engine = configuration["Media:Blobs:Engine"] ?? BlobsSettings.EngineOf(configuration["Media:Profile"]);
                settings.Data = configuration["Media:Data"] ?? settings.Data;
            })
            .Validate(s => s.Engine == BlobsSettings.FolderEngine, "Media:Blobs:Engine must be folder (where Media:Profile is cluster it is s3 by default).")
            .Validate(s => !string.IsNullOrWhiteSpace(s.Data), "Media:Data must name a folder.")
            .ValidateOnStart();
        services.AddSingleton<IBlobs>(provider => FolderBlobs.Open(provider.GetRequiredService<IOptions<BlobsSettings>>().Value.Folder));
        services.AddHostedService<OpenAtStart>();
        return services;
    }

    // A folder that another process uses, or that cannot be written, stops the start and not the first upload.
    private sealed class OpenAtStart(IServiceProvider provider) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            _ = provider.GetRequiredService<IBlobs>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
