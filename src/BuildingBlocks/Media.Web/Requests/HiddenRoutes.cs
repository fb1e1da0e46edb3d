using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Media.Web.Requests;

/// <summary>FastEndpoints maps an address, open to everybody, that lists every route for its own tests. Here it is not found.</summary>
internal static class HiddenRoutes
{
    internal static Task Hide(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: "_test_url_cache_" })
        {
            context.SetEndpoint(null);
        }

        return next(context);
    }
}
