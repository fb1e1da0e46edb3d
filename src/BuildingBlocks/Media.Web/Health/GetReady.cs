using FastEndpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Web.Health;

/// <summary>Whether the process can do its work: send it requests only while this is 200. Names what it waits for.</summary>
internal sealed class GetReady(Readiness readiness) : EndpointWithoutRequest<Results<Ok<Ready>, JsonHttpResult<Ready>>>
{
    public override void Configure()
    {
        Get("/health/ready");
        AllowAnonymous();
        this.Answers<Ready>(StatusCodes.Status503ServiceUnavailable, "Not ready, and what for.");
    }

    public override async Task<Results<Ok<Ready>, JsonHttpResult<Ready>>> ExecuteAsync(CancellationToken ct)
    {
        var ready = await readiness.Ask(ct);
        return ready.WaitingFor.Count == 0 ? TypedResults.Ok(ready) : TypedResults.Json(ready, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}

/// <param name="Status"><c>ready</c> or <c>not ready</c>.</param>
/// <param name="WaitingFor">What is not ready; empty when all is.</param>
internal sealed record Ready(string Status, IReadOnlyList<WaitingFor> WaitingFor);

/// <param name="Name">The part: documents, blobs, bus, …</param>
/// <param name="Reason">In plain words.</param>
internal sealed record WaitingFor(string Name, string Reason);
