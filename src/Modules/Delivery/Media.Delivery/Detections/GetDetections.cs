using FastEndpoints;
using Media.Delivery.Manifests;
using Media.Delivery.Publish;
using Media.Vision.Contracts;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Delivery.Detections;

internal sealed record GetDetectionsRequest
{
    [RouteParam]
    public Guid Id { get; init; }
}

/// <summary>What was detected in a picture, most confident first.</summary>
internal sealed class GetDetections(Publications publications, ManifestReader manifests)
    : Endpoint<GetDetectionsRequest, Results<Ok<PictureDetections>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Get("/v1/files/{id}/detections");
        Scopes(Scope.FilesRead);
        this.Refuses(ProblemCode.FileNotFound, ProblemCode.DetectionsNotFound);
    }

    public override async Task<Results<Ok<PictureDetections>, ProblemHttpResult>> ExecuteAsync(GetDetectionsRequest request, CancellationToken stop)
    {
        if (await publications.Find(request.Id, User.Tenant(), stop) is not { } publication)
        {
            return Problem(ProblemCode.FileNotFound);
        }

        return await manifests.Read<DetectionManifest>(publication, publication.Detections, stop) is { } manifest
            ? TypedResults.Ok(PictureDetections.Of(manifest))
            : Problem(ProblemCode.DetectionsNotFound);
    }
}
