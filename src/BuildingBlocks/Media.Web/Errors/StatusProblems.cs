using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Media.Web.Errors;

/// <summary>Gives a body to answers that have only a status: unknown addresses, wrong methods, ranges out of reach.</summary>
internal static class StatusProblems
{
    private static readonly Dictionary<int, ProblemCode> Codes = new()
    {
        [400] = ProblemCode.BodyInvalid,
        [401] = ProblemCode.KeyMissing,
        [403] = ProblemCode.ScopeMissing,
        [404] = ProblemCode.NotFound,
        [405] = ProblemCode.MethodNotAllowed,
        [408] = ProblemCode.BodyTooSlow,
        [412] = ProblemCode.PreconditionFailed,
        [413] = ProblemCode.BodyTooLarge,
        [415] = ProblemCode.BodyTypeUnknown,
        [416] = ProblemCode.RangeNotSatisfiable,
        [429] = ProblemCode.RateLimited,
        [503] = ProblemCode.StoreUnavailable,
    };

    internal static Task Write(StatusCodeContext status)
    {
        var context = status.HttpContext;
        return Refusal.Write(context, CodeOf(context, context.Response.StatusCode));
    }

    /// <summary>The code that stands for a bare status: the endpoint's own where it declares one, as <c>file_too_large</c> for 413.</summary>
    internal static ProblemCode CodeOf(HttpContext context, int status) =>
        EndpointOf(context)?.Metadata.GetOrderedMetadata<Refuses>().SelectMany(r => r.Codes).FirstOrDefault(c => status is 404 or 413 && c.Status == status)
        ?? Codes.GetValueOrDefault(status, status < 500 ? ProblemCode.BodyInvalid : ProblemCode.InternalError);

    // The exception handler takes the endpoint off the context, and keeps it for those who ask.
    private static Endpoint? EndpointOf(HttpContext context) => context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
}
