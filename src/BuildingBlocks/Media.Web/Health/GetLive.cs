using FastEndpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Web.Health;

/// <summary>Whether the process answers at all: restart it where this fails.</summary>
internal sealed class GetLive : EndpointWithoutRequest<Ok<Live>>
{
    public override void Configure()
    {
        Get("/health/live");
        AllowAnonymous();
    }

    public override Task<Ok<Live>> ExecuteAsync(CancellationToken ct) => Task.FromResult(TypedResults.Ok(new Live("live")));
}

/// <param name="Status">Always <c>live</c>.</param>
internal sealed record Live(string Status);
