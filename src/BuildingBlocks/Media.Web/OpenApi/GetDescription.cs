using FastEndpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Web.OpenApi;

/// <summary>This description.</summary>
internal sealed class GetDescription(DescriptionText text) : EndpointWithoutRequest<FileContentHttpResult>
{
    public override void Configure()
    {
        Get("/openapi/v1.json");
        AllowAnonymous();
        this.Answers(StatusCodes.Status200OK, "OpenAPI 3.1.", "application/openapi+json");
    }

    public override async Task<FileContentHttpResult> ExecuteAsync(CancellationToken ct) =>
        TypedResults.Bytes(await text.Get(), "application/openapi+json");
}
