using Media.Blobs.Folder;
using Media.Blobs.S3;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Media.Blobs;

public static class BlobsRegistration
{
    /// <summary>
    /// Adds <see cref="IBlobs"/>, and with the engine <c>s3</c> <see cref="IBlobParts"/>. Settings: <c>Media:Blobs:Engine</c>, <c>Media:Data</c>, <see cref="S3Settings"/>.
    /// The host's start fails where a setting is wrong or the folder cannot be used.
    /// </summary>
    public static IServiceCollection AddBlobs(this IServiceCollection services, IConfiguration configuration)
    {
        var engine = configuration["Media:Blobs:Engine"] ?? BlobsSettings.FolderEngine;
        services.AddOptions<BlobsSettings>()
            .Configure(settings =>
            {
                settings.Engine = engine;
                settings.Data = configuration["Media:Data"] ?? settings.Data;
            })
            .Validate(s => s.Engine is BlobsSettings.FolderEngine or BlobsSettings.S3Engine, "Media:Blobs:Engine must be folder or s3.")
            .Validate(s => !string.IsNullOrWhiteSpace(s.Data), "Media:Data must name a folder.")
            .ValidateOnStart();
        if (engine == BlobsSettings.S3Engine)
        {
            services.AddOptions<S3Settings>().Bind(configuration.GetSection(S3Settings.Section)).ValidateOnStart();
            services.AddSingleton<IValidateOptions<S3Settings>, S3SettingsCheck>();
            services.AddSingleton<S3Store>();
            services.AddSingleton<IBlobs, S3Blobs>();
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton<IBlobParts, S3Parts>();
            services.AddHealthChecks().AddCheck<S3Health>("blobs");
            return services;
        }

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
