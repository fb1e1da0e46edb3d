using Media.Imaging;
using Media.Messaging;
using Media.Orchestration.Contracts;
using Media.Processing.Contracts;
using Media.Processing.Inspect;
using Media.Processing.Learn;
using Media.Processing.Render;
using Media.Upload.Contracts;
using Media.Work;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Processing;

/// <summary>Inspects files and makes renditions of pictures.</summary>
public sealed class ProcessingModule : IModule
{
    public string Name => WorkerName.Processing;

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddPictures(configuration);
        services.AddWork(Name, configuration);
        services.AddScoped<StepReports>();
        services.AddScoped<RenditionWriter>();
    }

    public void Connect(IModuleBus bus)
    {
        bus.Hear<InspectFile, InspectFileConsumer>();
        // As many as work at once; what waits, waits in the bus and not in memory of its own.
        bus.Hear<MakeRenditions, MakeRenditionsConsumer>(Environment.ProcessorCount);
        bus.Hear<FileStored, FileStoredConsumer>();
        bus.Hear<StopStep, StopStepConsumer>();
        bus.Hear<ForgetFile, ForgetFileConsumer>();
    }
}
