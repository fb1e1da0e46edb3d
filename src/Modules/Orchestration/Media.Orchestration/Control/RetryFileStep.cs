using FastEndpoints;
using Media.Orchestration.Status;
using Media.Orchestration.Track;
using Media.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Orchestration.Control;

internal sealed record RetryRequest
{
    [RouteParam]
    public Guid Id { get; init; }

    /// <summary>inspect, renditions, detect or publish.</summary>
    [RouteParam]
    public string Step { get; init; } = "";
}

/// <summary>Tries a step again that failed, was cancelled, or was skipped for want of something; what hung on it follows.</summary>
internal sealed class RetryFileStep(Steering steering) : Endpoint<RetryRequest, Results<Accepted<FileStatus>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Post("/v1/files/{id}/steps/{step}/retry");
        Scopes(Scope.FilesWrite);
        this.Refuses(ProblemCode.FileNotFound, ProblemCode.Conflict);
    }

    public override Task<Results<Accepted<FileStatus>, ProblemHttpResult>> ExecuteAsync(RetryRequest request, CancellationToken stop) => steering.Ask(
        request.Id,
        User.Tenant(),
        new RetryStep(request.Id, request.Step),
        file => file.Step(request.Step) is { } step && FileRules.CanRetry(step)
            ? null
            : "Only a step that failed, was cancelled, or was skipped for want of something can be tried again. Where another step failed, try that one.",
        stop);
}
