using FastEndpoints;
using Media.Delivery.Manifests;
using Media.Delivery.Publish;
using Media.Processing.Contracts;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Delivery.Renditions;

internal sealed record ListRenditionsRequest
{
    [RouteParam]
    public Guid Id { get; init; }
}

/// <summary>A picture's renditions, in the order of its preset; none while they are not made, and for what is no picture.</summary>
internal sealed class ListRenditions(Publications publications, ManifestReader manifests)
    : Endpoint<ListRenditionsRequest, Results<Ok<IReadOnlyList<RenditionAnswer>>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Get("/v1/files/{id}/renditions");
        Scopes(Scope.FilesRead);
        this.Refuses(ProblemCode.FileNotFound);
    }

    public override async Task<Results<Ok<IReadOnlyList<RenditionAnswer>>, ProblemHttpResult>> ExecuteAsync(
        ListRenditionsRequest request, CancellationToken stop)
    {
        if (await publications.Find(request.Id, User.Tenant(), stop) is not { } publication)
        {
            return Problem(ProblemCode.FileNotFound);
        }

        var manifest = await manifests.Read<RenditionManifest>(publication, publication.Renditions, stop);
        IReadOnlyList<RenditionAnswer> renditions = [.. (manifest?.Renditions ?? []).Select(r => RenditionAnswer.Of(request.Id, r))];
        return TypedResults.Ok(renditions);
    }
}
