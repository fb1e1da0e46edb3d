using Media.Imaging;
using Media.Messaging;
using Media.Vision.Detect;
using Media.Vision.Models;
using Media.Vision.Models.Pull;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Vision;

/// <summary>Detects objects in pictures: the Detect step of each file, and whatever is asked at /v1/detections.</summary>
public sealed class VisionModule : IModule
{
    public string Name => "vision";

    /// <summary>What an operator does with models: <c>list</c>, or <c>pull NAME</c>. The folder is <c>Media:Models</c>.</summary>
    /// <param name="output">What happens is written here, progress included.</param>
    /// <returns>The exit code: 0 done, 1 failed with the reason written out, 2 not understood.</returns>
    public static Task<int> Models(string[] args, IConfiguration configuration, TextWriter output, CancellationToken stop) =>
        ModelCommand.Run(args, configuration, output, stop);

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<VisionSettings>().Bind(configuration.GetSection(VisionSettings.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddPictures(configuration);
        services.AddMetrics();
        services.AddSingleton(ModelsFolder.Of(configuration));
        services.AddSingleton(p => Catalog.Read(p.GetRequiredService<ModelsFolder>()));
        services.AddSingleton<Turns>();
        services.AddSingleton<LoadedModels>();
        services.AddSingleton<DetectionMeter>();
        services.AddSingleton<Detector>();
    }

    public void Connect(IModuleBus bus)
    {
    }
}
