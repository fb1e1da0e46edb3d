using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Media.Web.Errors;

/// <summary>A problem as clients get it (RFC 9457).</summary>
/// <param name="Type">Names the code, as an address relative to the server.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What to do about it.</param>
/// <param name="Code">Stable: programs may branch on it.</param>
/// <param name="TraceId">Finds the request in the server's logs.</param>
/// <param name="Errors">Which members, parameters or headers are wrong, and why.</param>
internal sealed record ProblemBody(
    string Type, string Title, int Status, string Detail, string Code, string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ProblemError>? Errors = null)
{
    internal const string ContentType = "application/problem+json";

    // Not the interface's own options: they carry what modules add, and a problem must come out whatever else is wrong.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static ProblemBody Of(HttpContext context, ProblemCode code, string? detail, IReadOnlyList<ProblemError>? errors) =>
        new($"/problems/{code.Code}", code.Title, code.Status, detail ?? code.Advice, code.Code, TraceOf(context), errors);

    /// <summary>What an endpoint made with <see cref="Problems.Problem"/>, or ASP.NET for itself.</summary>
    internal static ProblemBody Of(HttpContext context, ProblemDetails details)
    {
        var code = details.Extensions.TryGetValue("code", out var name)
            ? ProblemCode.Find(name as string) ?? ProblemCode.InternalError
            : StatusProblems.CodeOf(context, details.Status ?? context.Response.StatusCode);
        var errors = details.Extensions.TryGetValue("errors", out var list) ? list as IReadOnlyList<ProblemError> : null;
        // Text that ASP.NET wrote may hold what an exception said; only ours goes out.
        return Of(context, code, name is null ? null : details.Detail, errors);
    }

    internal Task Write(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        Mark(response);
        // To a client that went away nothing is written, and nothing is thrown: there is nobody left to tell of that either.
        return response.WriteAsJsonAsync(this, Json, ContentType, CancellationToken.None);
    }

    /// <summary>A problem is about now: no cache keeps it, and a wait is named where waiting helps.</summary>
    internal void Mark(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        if (Status is 429 or 503 && response.Headers.RetryAfter.Count == 0)
        {
            response.RetryAfter(TimeSpan.FromSeconds(Status == 429 ? 1 : 5));
        }
    }

    internal static string TraceOf(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
}
