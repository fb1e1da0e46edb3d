using Media.Delivery.Contracts;
using Media.Documents;
using Media.Documents.Turns;
using Media.Messaging;
using Media.Messaging.Sagas;
using Media.Orchestration.Contracts;
using Media.Orchestration.Control;
using Media.Orchestration.Log;
using Media.Orchestration.Presets;
using Media.Orchestration.Status;
using Media.Orchestration.Steps;
using Media.Orchestration.Sweep;
using Media.Orchestration.Tell;
using Media.Orchestration.Track;
using Media.Orchestration.Turns;
using Media.Processing.Contracts;
using Media.Upload.Contracts;
using Media.Vision.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Media.Orchestration;

/// <summary>The saga of each file, and every question about its state.</summary>
public sealed class OrchestrationModule : IModule
{
    internal const string ModuleName = "orchestration";

    public string Name => ModuleName;

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StepSettings>().Bind(configuration.GetSection(StepSettings.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StepSettings>, StepSettingsCheck>();
        // Read here, so that a wrong preset stops the start.
        services.AddSingleton(new PresetCatalog(configuration));

        services.AddCollection<FileState>(FileStates.Collection, FileStates.Indexes);
        services.AddCollection<FileEvent>(FileEvent.Collection, FileEvent.ByFile, FileEvent.Expiry);

        services.AddSingleton<FileRules>();
        services.AddSingleton<WorkRules>();
        services.AddSingleton<StepRules>();
        services.AddSingleton<Settling>();
        services.AddSingleton(p =>
        {
            var settings = p.GetRequiredService<IOptions<StepSettings>>().Value;
            return new Outstanding<FileState>(settings.Outstanding, settings.OutstandingOfTenant);
        });
        services.AddSingleton<EventLog>();
        services.AddSingleton<Outgoing>();
        services.AddSingleton<StatusWaiters>();
        services.AddSingleton<ISagaObserver<FileState>>(p => p.GetRequiredService<StatusWaiters>());
        services.AddSingleton<FileStateReads>();
        services.AddScoped<Steering>();
        services.AddHostedService<FileSweeper>();
        services.AddHostedService<StepHandOut>();
        services.AddHostedService<EventSweeper>();
        services.AddHostedService<DeadLetterSweeper>();
    }

    public void Connect(IModuleBus bus) => bus.Saga<FileStateMachine, FileState>(
        typeof(FileStored), typeof(FileChanged), typeof(FilePurging), typeof(FilePurged), typeof(FileListed),
        typeof(FilePublished), typeof(FileWithdrawn), typeof(FileForgotten),
        typeof(StepStarted), typeof(StepProgressed), typeof(StepFailed), typeof(StepSkipped),
        typeof(FileInspected), typeof(RenditionsMade), typeof(ObjectsDetected),
        typeof(RetryStep), typeof(CancelFile), typeof(ReprocessFile), typeof(FileTurn), typeof(FileDue));
}
