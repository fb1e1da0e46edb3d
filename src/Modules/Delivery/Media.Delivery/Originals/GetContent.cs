using FastEndpoints;
using Media.Delivery.Publish;
using Media.Delivery.Serve;
using Media.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Delivery.Originals;

internal sealed record GetContentRequest
{
    [RouteParam]
    public Guid Id { get; init; }

    /// <summary>As a download under the file's name, also where a browser could show it.</summary>
    [QueryParam]
    public bool Download { get; init; }
}

/// <summary>The original, as it was stored. What a browser could run goes out as a download of plain bytes.</summary>
internal sealed class GetContent(Publications publications, BlobServer server) : Endpoint<GetContentRequest, Results<ServedBytes, ProblemHttpResult>>
{
    public override void Configure()
    {
        Verbs(Http.GET, Http.HEAD);
        Routes("/v1/files/{id}/content");
        Scopes(Scope.FilesRead);
        this.AnswersBytes("*/*", "The original.");
        this.AnswersHeader("Content-Disposition", "Whether to show or to keep it, and its name (RFC 6266).");
        this.AnswersHeader("Last-Modified", "When it was stored.");
        this.Refuses(ProblemCode.FileNotFound, ProblemCode.PreconditionFailed, ProblemCode.RangeNotSatisfiable);
    }

    public override async Task<Results<ServedBytes, ProblemHttpResult>> ExecuteAsync(GetContentRequest request, CancellationToken stop)
    {
        if (await publications.Find(request.Id, User.Tenant(), stop) is not { Original: { } original })
        {
            return Problem(ProblemCode.FileNotFound);
        }

        var mediaType = original.MediaType;
        var representation = new Representation(
            original.Blob, original.Bytes, original.Sha256, SafeTypes.Sent(mediaType), Representation.AskAgain)
        {
            LastModified = original.StoredAt,
            ContentDisposition = Disposition.Of(request.Download || !SafeTypes.IsShown(mediaType), original.Name),
            ContentSecurityPolicy = SafeTypes.Policy(mediaType),
        };
        return await server.Serve(HttpContext, representation, ProblemCode.FileNotFound, stop);
    }
}
