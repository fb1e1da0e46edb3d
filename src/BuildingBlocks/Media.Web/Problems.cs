using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Web;

/// <summary>How an endpoint answers with a problem: <c>global using static Media.Web.Problems</c>.</summary>
public static class Problems
{
    /// <summary>A problem details answer (RFC 9457) with a stable code; the traceId is added as it is written.</summary>
    /// <param name="detail">What the client should do, where the code's own advice can be more exact.</param>
    /// <param name="errors">Which members are wrong, by JSON pointer, and why.</param>
    public static ProblemHttpResult Problem(ProblemCode code, string? detail = null, IReadOnlyList<ProblemError>? errors = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code.Code };
        if (errors is { Count: > 0 })
        {
            extensions["errors"] = errors;
        }

        return Microsoft.AspNetCore.Http.TypedResults.Problem(
            detail ?? code.Advice, statusCode: code.Status, title: code.Title, type: $"/problems/{code.Code}", extensions: extensions);
    }
}

/// <param name="Pointer">JSON pointer (RFC 6901) of the member, or the name of the query parameter or header.</param>
public sealed record ProblemError(string Pointer, string Detail);
