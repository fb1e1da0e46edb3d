using MassTransit;
using Media.Blobs;
using Media.Imaging;
using Media.Messaging;
using Media.Orchestration.Contracts;
using Media.Processing.Contracts;
using Media.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Processing.Inspect;

/// <summary>
/// What a file is, by its header: size, frames, orientation, within the limits. Whether all of its pixels can be decoded shows when
/// its renditions are made.
/// </summary>
internal sealed class InspectFileConsumer(
    [FromKeyedServices(WorkerName.Processing)] StepRunner steps, StepReports reports, IBlobs blobs, Pictures pictures, IEmit emit) : IConsumer<InspectFile>
{
    public async Task Consume(ConsumeContext<InspectFile> context)
    {
        var (command, stop) = (context.Message, context.CancellationToken);
        var (file, source) = (command.FileId, command.Source);
        var run = new StepRun(
            file, command.Tenant, StepName.Inspect, command.Generation, command.Attempt, command.Losses,
            source.Blob, source.MediaType, source.Bytes, source.Sha256,
            Recipes.Of(StepName.Inspect, command.Options, "1"));
        var inspection = await steps.Run(run, reports, (work, ends) => Inspect(source, work, ends), stop);
        if (inspection is not null)
        {
            await emit.Emit(
                new FileInspected(file, command.Tenant, command.Options, command.Generation, command.Attempt, inspection.Picture), stop);
        }
    }

    private async Task<Inspection> Inspect(Source source, StepWork work, CancellationToken stop)
    {
        if (!source.MediaType.StartsWith("image/", StringComparison.Ordinal))
        {
            return new Inspection(null);
        }

        await using var local = await blobs.Localize(source.Blob, stop) ?? throw new FilesFaultException("file_not_found", "The original is gone.");
        var header = await FilesFaults.Of(() => pictures.Inspect(local.Path, FilesFaults.Where(work), stop));
        return new Inspection(new PictureFacts(header.Width, header.Height, Math.Max(header.Frames, header.Pages), header.Orientation, header.HasAlpha));
    }

    private sealed record Inspection(PictureFacts? Picture);
}
