using Microsoft.AspNetCore.Http;

namespace Media.Web.Kestrel;

/// <summary>What every answer says.</summary>
internal static class PlainHeaders
{
    internal static Task Set(HttpContext context, RequestDelegate next)
    {
        // At the start of the response and not before: the exception handler clears what was set until then.
        context.Response.OnStarting(static state =>
        {
            ((HttpResponse)state).Headers.XContentTypeOptions = "nosniff";
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    }
}
