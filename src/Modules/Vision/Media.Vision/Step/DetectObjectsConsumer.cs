using System.Globalization;
using MassTransit;
using Media.Blobs;
using Media.Imaging;
using Media.Messaging;
using Media.Orchestration.Contracts;
using Media.Vision.Contracts;
using Media.Vision.Detect;
using Media.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Vision.Step;

/// <summary>A file's Detect step: what a model sees in the picture is kept as the manifest, from which others answer.</summary>
internal sealed class DetectObjectsConsumer(
    [FromKeyedServices(WorkerName.Vision)] StepRunner steps,
    StepReports reports,
    LoadedModels models,
    Turns turns,
    Detector detector,
    IBlobs blobs,
    IEmit emit) : IConsumer<DetectObjects>
{
    // Raised when the same model would say something else of the same picture: the manifests of before are then no answer.
    private const string PipelineVersion = "1";

    private const int MostDetections = 300;

    public async Task Consume(ConsumeContext<DetectObjects> context)
    {
        var (command, stop) = (context.Message, context.CancellationToken);
        var answer = await models.Find(command.Model, stop);
        if (answer.Model is not { } model)
        {
            var (code, detail) = (answer.Refusal!.Code.Code, answer.Refusal.Detail);
            await emit.Emit(new StepSkipped(command.FileId, command.Tenant, StepName.Detect, command.Generation, command.Attempt, code, detail), stop);
            return;
        }

        var run = RunOf(command, model);
        var manifest = await steps.Run(run, reports, (work, ends) => Detect(command, model, work, ends), stop);
        if (manifest is not null)
        {
            await emit.Emit(
                new ObjectsDetected(
                    command.FileId, command.Tenant, command.Options, command.Generation, command.Attempt, run.Manifest, LabelFacts.Of(manifest)),
                stop);
        }
    }

    private static StepRun RunOf(DetectObjects command, LoadedModel model)
    {
        var source = command.Source;
        var recipe = Recipes.Of(
            StepName.Detect, model.Entry.Name, model.Entry.Version, command.MinConfidence.ToString("R", CultureInfo.InvariantCulture), PipelineVersion);
        return new StepRun(
            command.FileId, command.Tenant, StepName.Detect, command.Generation, command.Attempt, command.Losses,
            source.Blob, source.MediaType, source.Bytes, source.Sha256, recipe);
    }

    private async Task<DetectionManifest> Detect(DetectObjects command, LoadedModel model, StepWork work, CancellationToken stop)
    {
        using var turn = await turns.ForStep(stop);
        await using var original = await blobs.Localize(command.Source.Blob, stop) ?? throw new FilesFaultException("file_not_found", "The original is gone.");

        // A picture that killed its worker kills it no more.
        var where = work.IsSuspect ? DecodeWhere.ChildOnly : DecodeWhere.Anywhere;
        try
        {
            var manifest = await detector.Detect(model, original.Path, command.MinConfidence, where, stop);
            return manifest with { Detections = [.. manifest.Detections.Take(MostDetections)] };
        }
        catch (PictureException fault)
        {
            throw new FilesFaultException(fault.Problem.Code, fault.Problem.Detail, fault);
        }
    }
}
