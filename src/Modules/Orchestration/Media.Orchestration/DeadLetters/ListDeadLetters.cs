using FastEndpoints;
using Media.Documents;
using Media.Messaging.DeadLetters;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Orchestration.DeadLetters;

internal sealed record ListDeadLettersRequest : PageRequest
{
    /// <summary>Only what this endpoint refused, such as vision.detect-objects.</summary>
    [QueryParam]
    public string? Endpoint { get; init; }
}

/// <summary>Messages that could not be read or were refused, and wait for somebody to look: last refused first.</summary>
internal sealed class ListDeadLetters(IDocuments<DeadLetter> letters)
    : Endpoint<ListDeadLettersRequest, Results<Ok<Page<DeadLetterSummary>>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Get("/v1/dead-letters");
        Scopes(Scope.Operate);
        this.Refuses(ProblemCode.CursorInvalid);
    }

    public override async Task<Results<Ok<Page<DeadLetterSummary>>, ProblemHttpResult>> ExecuteAsync(ListDeadLettersRequest request, CancellationToken stop)
    {
        var query = request.Endpoint is { } endpoint ? DeadLetter.ListedByEndpoint.Where(endpoint) : DeadLetter.Listed.Where();
        return await letters.Page(query with { Descending = true }, request, stop) is { } page
            ? TypedResults.Ok(page.Of(DeadLetterSummary.Of))
            : Problem(ProblemCode.CursorInvalid);
    }
}
