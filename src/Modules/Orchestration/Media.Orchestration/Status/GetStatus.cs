using FastEndpoints;
using Media.Orchestration.Steps;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Media.Orchestration.Status;

internal sealed record GetStatusRequest
{
    [RouteParam]
    public Guid Id { get; init; }

    /// <summary>Answer as soon as the state is final, or after so many seconds, 0 to 60.</summary>
    [QueryParam, System.ComponentModel.DataAnnotations.Range(0, 60)]
    public double Wait { get; init; }
}

/// <summary>Every step of one file: its state, attempts, times and, where it failed, why.</summary>
internal sealed class GetStatus(FileStateReads states, IOptions<StepSettings> settings)
    : Endpoint<GetStatusRequest, Results<Ok<FileStatus>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Get("/v1/files/{id}/status");
        Scopes(Scope.Status);
        this.Refuses(ProblemCode.FileNotFound);
    }

    public override async Task<Results<Ok<FileStatus>, ProblemHttpResult>> ExecuteAsync(GetStatusRequest request, CancellationToken stop) =>
        await states.Wait(request.Id, User.Tenant(), TimeSpan.FromSeconds(request.Wait), f => f.EndedAt is not null, stop) is { } file
            ? TypedResults.Ok(FileStatus.Of(file, settings.Value.Failures))
            : Problem(ProblemCode.FileNotFound);
}
