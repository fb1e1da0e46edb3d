using Microsoft.AspNetCore.Http;

namespace Media.Web.Errors;

/// <summary>
/// Writes every problem that anything hands to ASP.NET, whatever the client accepts: a browser that asked for a picture still gets the reason.
/// </summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context) =>
        new(ProblemBody.Of(context.HttpContext, context.ProblemDetails).Write(context.HttpContext));
}
