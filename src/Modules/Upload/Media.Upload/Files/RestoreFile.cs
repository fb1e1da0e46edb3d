using FastEndpoints;
using Media.Upload.Settle;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Upload.Files;

internal sealed record RestoreFileRequest
{
    [RouteParam]
    public Guid Id { get; init; }
}

/// <summary>Takes a file out of the trash.</summary>
internal sealed class RestoreFile(FileChange changes) : Endpoint<RestoreFileRequest, Results<Ok<FileAnswer>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Post("/v1/files/{id}/restore");
        Scopes(Scope.FilesWrite);
        this.AnswersHeader("ETag", "Of the file's document, for If-Match.");
        this.Refuses(ProblemCode.FileNotFound, ProblemCode.PreconditionFailed);
    }

    public override async Task<Results<Ok<FileAnswer>, ProblemHttpResult>> ExecuteAsync(RestoreFileRequest request, CancellationToken stop)
    {
        var (file, problem) = await changes.Apply(
            HttpContext.Request,
            request.Id,
            User.Tenant(),
            (f, _) =>
            {
                var trashed = f.TrashedAt is not null;
                f.TrashedAt = null;
                return trashed ? new Owing(Changed: true, Telling.ChangedSlot) : Owing.Nothing;
            },
            stop);
        if (file is null)
        {
            return Problem(problem!);
        }

        HttpContext.Response.SetETag(file.Edition);
        return TypedResults.Ok(FileAnswer.Of(file));
    }
}
