using FastEndpoints;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Upload.Files;

internal sealed record GetFileRequest
{
    [RouteParam]
    public Guid Id { get; init; }
}

/// <summary>A file: what it is, and where its parts are found.</summary>
internal sealed class GetFile(FileStore files) : Endpoint<GetFileRequest, Results<Ok<FileAnswer>, StatusCodeHttpResult, ProblemHttpResult>>
{
    public override void Configure()
    {
        Get("/v1/files/{id}");
        Scopes(Scope.FilesRead);
        this.Answers(StatusCodes.Status304NotModified, "The client has this version.");
        this.AnswersHeader("ETag", "Of the file's document, for If-Match.");
        this.Refuses(ProblemCode.FileNotFound);
    }

    public override async Task<Results<Ok<FileAnswer>, StatusCodeHttpResult, ProblemHttpResult>> ExecuteAsync(GetFileRequest request, CancellationToken stop)
    {
        if (await files.Get(request.Id, User.Tenant(), stop) is not { } file)
        {
            return Problem(ProblemCode.FileNotFound);
        }

        HttpContext.Response.SetETag(file.Edition);
        return HttpContext.Request.IfNoneMatchHits(file.Edition)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(FileAnswer.Of(file));
    }
}
