using FastEndpoints;
using Media.Upload.Settle;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Upload.Files;

internal sealed record DeleteFileRequest
{
    [RouteParam]
    public Guid Id { get; init; }

    /// <summary>Ends the file for good instead of moving it to the trash.</summary>
    [QueryParam]
    public bool Purge { get; init; }
}

/// <summary>Moves a file to the trash, or ends it for good.</summary>
internal sealed class DeleteFile(FileChange changes) : Endpoint<DeleteFileRequest, Results<NoContent, ProblemHttpResult>>
{
    public override void Configure()
    {
        Delete("/v1/files/{id}");
        Scopes(Scope.FilesWrite);
        this.Refuses(ProblemCode.FileNotFound, ProblemCode.PreconditionFailed);
    }

    public override async Task<Results<NoContent, ProblemHttpResult>> ExecuteAsync(DeleteFileRequest request, CancellationToken stop)
    {
        var (file, problem) = await changes.Apply(
            HttpContext.Request, request.Id, User.Tenant(), request.Purge ? (f, _) => Purge(f) : Trash, stop);
        return file is null ? Problem(problem!) : TypedResults.NoContent();
    }

    private static Owing Trash(FileDocument file, DateTimeOffset now)
    {
        if (file.TrashedAt is not null)
        {
            return Owing.Nothing;
        }

        file.TrashedAt = now;
        return new Owing(Changed: true, Telling.ChangedSlot);
    }

    private static Owing Purge(FileDocument file)
    {
        file.Phase = FilePhase.Purging;
        // No list shows it any more, that of the trash neither.
        file.TrashedAt = null;
        // Whoever has not heard of it yet need not: the purge may be the first.
        file.Owes.Slots.Clear();
        return new Owing(Changed: true, Telling.PurgingSlot);
    }
}
