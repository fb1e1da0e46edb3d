using FastEndpoints;
using Media.Web.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Media.Web.Requests;

/// <summary>
/// Refuses a body whose declared length is over the endpoint's limit before any of it is read. Left to Kestrel, the connection is cut
/// under the client that still sends, which then sees a broken pipe and not the reason.
/// </summary>
internal static class BodyLimits
{
    internal static Task Check(HttpContext context, RequestDelegate next)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit?.MaxRequestBodySize is not { } most || context.Request.ContentLength is not { } length || length <= most || !IsKnown(context))
        {
            return next(context);
        }

        // Kestrel passes over what a refused client still sends, for 5 s, if the limit does not stop it from reading that.
        limit.MaxRequestBodySize = null;
        return Refusal.Write(context, StatusProblems.CodeOf(context, StatusCodes.Status413PayloadTooLarge), $"Send at most {most} bytes.");
    }

    // Routing has put a limit that the endpoint names into the feature. One that sets its limit by other means is left to do so.
    private static bool IsKnown(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata
        && (metadata.GetMetadata<IRequestSizeLimitMetadata>() is not null
            || (metadata.GetMetadata<EndpointDefinition>() is { } definition && RequestShape.Of(definition.ReqDtoType).Body is not null));
}
