using FastEndpoints;
using Media.Blobs;
using Media.Imaging;
using Media.Vision.Contracts;
using Media.Vision.Detect;
using Media.Web;
using Media.Web.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using static Media.Web.Problems;

namespace Media.Vision.Ask;

/// <summary>The objects in a picture: the body itself, or a file's original.</summary>
internal sealed class PostDetections(
    LoadedModels models, Turns turns, Detector detector, BodyPictures bodies, FilePictures files, IOptions<VisionSettings> settings)
    : Endpoint<PostDetectionsRequest, Results<Ok<PictureDetections>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Post("/v1/detections");
        Scopes(Scope.Detections);
        this.TakesUpTo(Resolve<IOptions<VisionSettings>>().Value.MaxBytes);
        this.TakesBytes("image/*");
        this.TakesJson<FileToLookAt>();
        this.Refuses(
            ProblemCode.ModelUnknown, ProblemCode.ModelMissing, ProblemCode.QueueFull, ProblemCode.FileNotFound, ProblemCode.FileEmpty,
            ProblemCode.FileTooLarge, ProblemCode.DigestMismatch, ProblemCode.BodyTypeUnknown, ProblemCode.ImageTypeUnsupported,
            ProblemCode.ImageCorrupt, ProblemCode.ImageTooManyPixels, ProblemCode.ImageTooManyFrames, ProblemCode.ImageTooComplex,
            ProblemCode.ImageUnsafe);
    }

    public override async Task<Results<Ok<PictureDetections>, ProblemHttpResult>> ExecuteAsync(PostDetectionsRequest req, CancellationToken ct)
    {
        // All that can be refused without the picture comes before it: a client need not send 60 MB to hear that there is no model.
        var answer = await models.Find(req.Model, ct);
        if (answer.Model is not { } model)
        {
            return Problem(answer.Refusal!.Code, answer.Refusal.Detail);
        }

        var labels = req.LabelSet();
        if (labels.FirstOrDefault(l => !model.Knows(l)) is { } unknown)
        {
            return Problem(
                ProblemCode.OptionOutOfRange,
                "labels must be labels that the model gives: GET /v1/labels lists them.",
                [new ProblemError("labels", $"{(unknown.Length > 100 ? unknown[..100] : unknown)} is not a label of {model.Entry.Name}")]);
        }

        if (turns.IsFull)
        {
            return Problem(ProblemCode.QueueFull);
        }

        var (picture, refusal) = await Open(ct);
        if (picture is null)
        {
            return refusal!;
        }

        await using (picture)
        {
            return await Look(model, picture, req.MinConfidence ?? settings.Value.MinConfidence, ct) switch
            {
                ({ } manifest, _) => TypedResults.Ok(Chosen(manifest, labels, req.Limit)),
                var (_, why) => why!,
            };
        }
    }

    private async Task<(LocalBlob? Picture, ProblemHttpResult? Refusal)> Open(CancellationToken stop)
    {
        var request = HttpContext.Request;
        if (!request.HasJsonContentType())
        {
            return await bodies.Receive(request, stop);
        }

        var asked = await request.ReadJson<FileToLookAt>(stop);
        return await files.Open(asked.FileId, User.Tenant(), stop) is { } original ? (original, null) : (null, Problem(ProblemCode.FileNotFound));
    }

    private async Task<(DetectionManifest? Manifest, ProblemHttpResult? Refusal)> Look(
        LoadedModel model, LocalBlob picture, double minConfidence, CancellationToken stop)
    {
        using var turn = await turns.ForRequest(stop);
        if (turn is null)
        {
            return (null, Problem(ProblemCode.QueueFull));
        }

        try
        {
            return (await detector.Detect(model, picture.Path, minConfidence, DecodeWhere.Anywhere, stop), null);
        }
        catch (PictureException fault)
        {
            return (null, Problem(ProblemCode.All.Single(c => c.Code.Equals(fault.Problem.Code, StringComparison.Ordinal)), fault.Problem.Detail));
        }
    }

    private static PictureDetections Chosen(DetectionManifest manifest, IReadOnlySet<string> labels, int limit) =>
        PictureDetections.Of(manifest with { Detections = [.. manifest.Detections.Where(d => labels.Count == 0 || labels.Contains(d.Label)).Take(limit)] });
}
