using FastEndpoints;
using Media.Documents;
using Media.Messaging.DeadLetters;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Orchestration.DeadLetters;

internal sealed record GetDeadLetterRequest
{
    [RouteParam]
    public string Id { get; init; } = "";
}

/// <summary>A message that could not be read or was refused: its body, where it came from, and why.</summary>
internal sealed class GetDeadLetter(IDocuments<DeadLetter> letters)
    : Endpoint<GetDeadLetterRequest, Results<Ok<DeadLetterAnswer>, StatusCodeHttpResult, ProblemHttpResult>>
{
    public override void Configure()
    {
        Get("/v1/dead-letters/{id}");
        Scopes(Scope.Operate);
        this.Answers(StatusCodes.Status304NotModified, "The client has this version.");
        this.AnswersHeader("ETag", "Of the letter, for If-Match.");
        this.Refuses(ProblemCode.DeadLetterNotFound);
    }

    public override async Task<Results<Ok<DeadLetterAnswer>, StatusCodeHttpResult, ProblemHttpResult>> ExecuteAsync(
        GetDeadLetterRequest request, CancellationToken stop)
    {
        if (await letters.Get(request.Id, stop) is not { } letter)
        {
            return Problem(ProblemCode.DeadLetterNotFound);
        }

        HttpContext.Response.SetETag(letter.Version);
        return HttpContext.Request.IfNoneMatchHits(letter.Version)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(DeadLetterAnswer.Of(letter));
    }
}
