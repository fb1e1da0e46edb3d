using Media.Web.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Media.Web.Requests;

/// <summary>A body without a Content-Type where a certain one is asked for: the framework's own answer would be a 415 without a word.</summary>
internal static class BodyTypes
{
    internal static Task Check(HttpContext context, RequestDelegate next)
    {
        var accepts = context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>();
        return accepts is null || context.Request.ContentType is not null || accepts.ContentTypes.Contains("*/*")
            ? next(context)
            : Refusal.Write(context, ProblemCode.BodyTypeUnknown, $"Send a body with Content-Type: {string.Join(" or ", accepts.ContentTypes)}.");
    }
}
