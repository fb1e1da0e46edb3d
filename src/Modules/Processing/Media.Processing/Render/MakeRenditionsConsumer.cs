using MassTransit;
using Media.Messaging;
using Media.Orchestration.Contracts;
using Media.Processing.Contracts;
using Media.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Processing.Render;

internal sealed class MakeRenditionsConsumer(
    [FromKeyedServices(WorkerName.Processing)] StepRunner steps, StepReports reports, RenditionWriter renditions, IEmit emit) : IConsumer<MakeRenditions>
{
    /// <summary>Raised when the pipeline makes other bytes of the same options.</summary>
    private const string Pipeline = "1";

    public async Task Consume(ConsumeContext<MakeRenditions> context)
    {
        var (command, stop) = (context.Message, context.CancellationToken);
        var source = command.Source;
        var run = new StepRun(
            command.FileId, command.Tenant, StepName.Renditions, command.Generation, command.Attempt, command.Losses,
            source.Blob, source.MediaType, source.Bytes, source.Sha256,
            Recipes.Of(StepName.Renditions, command.Options, source.Sha256, Pipeline));
        var manifest = await steps.Run(run, reports, (work, ends) => renditions.Write(run, command, work, ends), stop);
        if (manifest is not null)
        {
            await emit.Emit(
                new RenditionsMade(command.FileId, command.Tenant, command.Options, command.Generation, command.Attempt, run.Manifest), stop);
        }
    }
}
