using FastEndpoints;
using Media.Documents;
using Media.Messaging;
using Media.Messaging.DeadLetters;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Orchestration.DeadLetters;

internal sealed record ReplayDeadLetterRequest
{
    [RouteParam]
    public string Id { get; init; } = "";
}

/// <summary>
/// Sends a refused message again, to its topic and all who hear it there. It leaves the list; refused again it comes back, with its repeats counted.
/// </summary>
internal sealed class ReplayDeadLetter(IDocuments<DeadLetter> letters, IReplay replay)
    : Endpoint<ReplayDeadLetterRequest, Results<Accepted<DeadLetterAnswer>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Post("/v1/dead-letters/{id}/replay");
        Scopes(Scope.Operate);
        this.Refuses(ProblemCode.DeadLetterNotFound, ProblemCode.DeadLetterNotReplayable, ProblemCode.BusUnavailable);
    }

    public override async Task<Results<Accepted<DeadLetterAnswer>, ProblemHttpResult>> ExecuteAsync(ReplayDeadLetterRequest request, CancellationToken stop)
    {
        if (await letters.Get(request.Id, stop) is not { } letter)
        {
            return Problem(ProblemCode.DeadLetterNotFound);
        }

        try
        {
            return await replay.Replay(letter, stop) is { } whyNot
                ? Problem(ProblemCode.DeadLetterNotReplayable, $"{whyNot} {ProblemCode.DeadLetterNotReplayable.Advice}")
                : TypedResults.Accepted($"/v1/dead-letters/{letter.Id}", DeadLetterAnswer.Of(letter));
        }
        catch (BusUnavailableException)
        {
            return Problem(ProblemCode.BusUnavailable);
        }
    }
}
