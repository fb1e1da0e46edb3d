using FastEndpoints;
using Media.Delivery.Manifests;
using Media.Delivery.Publish;
using Media.Delivery.Serve;
using Media.Processing.Contracts;
using Media.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Delivery.Renditions;

internal sealed record GetRenditionRequest
{
    [RouteParam]
    public Guid Id { get; init; }

    /// <summary>thumb, small, medium, large, or what else the preset names.</summary>
    [RouteParam]
    public required string Name { get; init; }

    /// <summary>jpg, webp or avif.</summary>
    [RouteParam]
    public required string Format { get; init; }

    /// <summary>As the list of renditions gives it: these very bytes, to be kept for ever. Without it, the rendition of the moment.</summary>
    [QueryParam]
    public string? V { get; init; }
}

/// <summary>A rendition.</summary>
internal sealed class GetRendition(Publications publications, ManifestReader manifests, BlobServer server)
    : Endpoint<GetRenditionRequest, Results<ServedBytes, ProblemHttpResult>>
{
    public override void Configure()
    {
        Verbs(Http.GET, Http.HEAD);
        Routes("/v1/files/{id}/renditions/{name}.{format}");
        Scopes(Scope.FilesRead);
        this.AnswersBytes("image/*", "The rendition.");
        this.Refuses(ProblemCode.FileNotFound, ProblemCode.RenditionNotFound, ProblemCode.PreconditionFailed, ProblemCode.RangeNotSatisfiable);
    }

    public override async Task<Results<ServedBytes, ProblemHttpResult>> ExecuteAsync(GetRenditionRequest request, CancellationToken stop)
    {
        if (await publications.Find(request.Id, User.Tenant(), stop) is not { } publication)
        {
            return Problem(ProblemCode.FileNotFound);
        }

        var manifest = await manifests.Read<RenditionManifest>(publication, publication.Renditions, stop);
        var rendition = manifest?.Renditions.FirstOrDefault(r => r.Name == request.Name && r.Format == request.Format);

        // Of other bytes than v names nothing is served, not even to be asked for again: whoever keeps an address for ever
        // (a page, a proxy of the client's own) must get these bytes under it or none.
        if (rendition is null || (request.V is not null && request.V != RenditionAnswer.VersionOf(rendition)))
        {
            return Problem(ProblemCode.RenditionNotFound);
        }

        var representation = new Representation(
            rendition.Blob,
            rendition.Bytes,
            rendition.Sha256,
            rendition.MediaType,
            request.V is null ? Representation.AskAgain : Representation.Immutable);
        return await server.Serve(HttpContext, representation, ProblemCode.RenditionNotFound, stop);
    }
}
