using FastEndpoints;
using Media.Orchestration.Status;
using Media.Orchestration.Track;
using Media.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Orchestration.Control;

internal sealed record CancelRequest
{
    [RouteParam]
    public Guid Id { get; init; }
}

/// <summary>Stops what is not yet final of a file's steps; its original stays.</summary>
internal sealed class CancelProcessing(Steering steering) : Endpoint<CancelRequest, Results<Accepted<FileStatus>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Post("/v1/files/{id}/cancel");
        Scopes(Scope.FilesWrite);
        this.Refuses(ProblemCode.FileNotFound, ProblemCode.Conflict);
    }

    public override Task<Results<Accepted<FileStatus>, ProblemHttpResult>> ExecuteAsync(CancelRequest request, CancellationToken stop) => steering.Ask(
        request.Id,
        User.Tenant(),
        new CancelFile(request.Id),
        file => file.Phase == FilePhase.Processing ? null : $"The file is {file.Phase.ToLowerInvariant()}: there is nothing to cancel.",
        stop);
}
