using FastEndpoints;
using Media.Documents;
using Media.Messaging.DeadLetters;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Orchestration.DeadLetters;

internal sealed record DeleteDeadLetterRequest
{
    [RouteParam]
    public string Id { get; init; } = "";
}

/// <summary>Lets go of a refused message for good: somebody has looked, and nobody needs it.</summary>
internal sealed class DeleteDeadLetter(IDocuments<DeadLetter> letters) : Endpoint<DeleteDeadLetterRequest, Results<NoContent, ProblemHttpResult>>
{
    public override void Configure()
    {
        Delete("/v1/dead-letters/{id}");
        Scopes(Scope.Operate);
        this.Refuses(ProblemCode.DeadLetterNotFound, ProblemCode.PreconditionFailed);
    }

    public override async Task<Results<NoContent, ProblemHttpResult>> ExecuteAsync(DeleteDeadLetterRequest request, CancellationToken stop)
    {
        while (await letters.Get(request.Id, stop) is { } letter)
        {
            if (HttpContext.Request.IfMatchFails(letter.Version))
            {
                return Problem(ProblemCode.PreconditionFailed);
            }

            // Refused once more in between, it is looked at again.
            if (await letters.Delete(letter.Id, letter.Version, stop))
            {
                return TypedResults.NoContent();
            }
        }

        return Problem(ProblemCode.DeadLetterNotFound);
    }
}
