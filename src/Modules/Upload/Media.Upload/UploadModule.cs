using Media.Documents;
using Media.Documents.Turns;
using Media.Imaging;
using Media.Messaging;
using Media.Orchestration.Contracts;
using Media.Upload.Contracts;
using Media.Upload.Files;
using Media.Upload.Receive;
using Media.Upload.Settle;
using Media.Upload.Sweep;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Media.Upload;

/// <summary>Takes files in, keeps what they are called, and ends them. Owns their blobs.</summary>
public sealed class UploadModule : IModule
{
    internal const string ModuleName = "upload";

    public string Name => ModuleName;

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<UploadSettings>().Bind(configuration.GetSection(UploadSettings.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<UploadSettings>, UploadSettingsCheck>();
        services.AddPictureLimits(configuration);
        services.AddCollection<FileDocument>(FileDocument.Collection, FileDocument.Indexes);
        services.AddSingleton<FileStore>();
        services.AddSingleton(new Outstanding<FileDocument>(Telling.Outstanding, Telling.OutstandingOfTenant));
        services.AddSingleton<Telling>();
        services.AddSingleton<PresetNames>();
        services.AddScoped<Saying>();
        services.AddScoped<Acceptance>();
        services.AddSingleton<Abandonment>();
        services.AddScoped<FileChange>();
        services.AddHostedService<FileSweeper>();
        services.AddHostedService<StoredHandOut>();
    }

    public void Connect(IModuleBus bus)
    {
        bus.Hear<FileTracked, FileTrackedConsumer>();
        bus.Hear<FileStateChanged, FileStateChangedConsumer>();
        bus.Hear<PurgeFile, PurgeFileConsumer>();
        bus.Hear<TellFile, TellFileConsumer>();
    }
}
