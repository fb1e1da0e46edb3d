using Media.Imaging;
using Media.Messaging;
using Media.Orchestration.Contracts;
using Media.Upload.Contracts;
using Media.Vision.Ask;
using Media.Vision.Contracts;
using Media.Vision.Detect;
using Media.Vision.Learn;
using Media.Vision.Models;
using Media.Vision.Models.Pull;
using Media.Vision.Step;
using Media.Work;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Media.Vision;

/// <summary>Detects objects in pictures: the Detect step of each file, and whatever is asked at /v1/detections.</summary>
public sealed class VisionModule : IModule
{
    public string Name => WorkerName.Vision;

    /// <summary>What an operator does with models: <c>list</c>, or <c>pull NAME</c>. The folder is <c>Media:Models</c>.</summary>
    /// <param name="output">What happens is written here, progress included.</param>
    /// <returns>The exit code: 0 done, 1 failed with the reason written out, 2 not understood.</returns>
    public static Task<int> Models(string[] args, IConfiguration configuration, TextWriter output, CancellationToken stop) =>
        ModelCommand.Run(args, configuration, output, stop);

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<VisionSettings>().Bind(configuration.GetSection(VisionSettings.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<VisionSettings>, VisionSettingsCheck>();
        services.AddPictures(configuration);
        services.AddWork(Name, configuration);
        services.AddMetrics();
        services.AddSingleton(ModelsFolder.Of(configuration));
        services.AddSingleton(p => Catalog.Read(p.GetRequiredService<ModelsFolder>()));
        services.AddSingleton<Turns>();
        services.AddSingleton<LoadedModels>();
        services.AddSingleton<DetectionMeter>();
        services.AddSingleton<Detector>();
        services.AddSingleton<SpoolFolder>();
        services.AddScoped<StepReports>();
        services.AddScoped<BodyPictures>();
        services.AddScoped<FilePictures>();
    }

    public void Connect(IModuleBus bus)
    {
        // As many as work at once; what waits, waits in the bus and not in memory of its own.
        bus.Hear<DetectObjects, DetectObjectsConsumer>(Environment.ProcessorCount);
        bus.Hear<FileStored, FileStoredConsumer>();
        bus.Hear<StopStep, StopStepConsumer>();
        bus.Hear<ForgetFile, ForgetFileConsumer>();
    }
}
