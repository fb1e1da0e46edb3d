using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Media.Delivery.Serve;

internal enum Condition
{
    Serve,
    NotModified,
    Failed,
}

/// <summary>The conditions of RFC 9110, 13.2.2, in its order, for what has a strong ETag and perhaps a time of its last change.</summary>
internal static class Conditions
{
    public static Condition Check(HttpRequest request, EntityTagHeaderValue etag, DateTimeOffset? lastModified)
    {
        var headers = request.GetTypedHeaders();
        if (request.Headers.IfMatch.Count > 0)
        {
            if (!Matches(headers.IfMatch, etag, strong: true))
            {
                return Condition.Failed;
            }
        }
        else if (headers.IfUnmodifiedSince is { } since && lastModified > since)
        {
            return Condition.Failed;
        }

        if (request.Headers.IfNoneMatch.Count > 0)
        {
            return Matches(headers.IfNoneMatch, etag, strong: false) ? Condition.NotModified : Condition.Serve;
        }

        return headers.IfModifiedSince is { } before && lastModified <= before ? Condition.NotModified : Condition.Serve;
    }

    /// <summary>Whether an If-Range (13.1.5) lets the range be served: the client's part is of these bytes. True where there is none.</summary>
    public static bool RangeHolds(HttpRequest request, EntityTagHeaderValue etag, DateTimeOffset? lastModified)
    {
        if (request.Headers.IfRange.Count == 0)
        {
            return true;
        }

        // What cannot be read does not hold: then all is served, which is never wrong.
        RequestHeaders headers = request.GetTypedHeaders();
        return headers.IfRange is { } condition
            && (condition.EntityTag is { } tag ? tag.Compare(etag, useStrongComparison: true) : condition.LastModified == lastModified);
    }

    private static bool Matches(IList<EntityTagHeaderValue> tags, EntityTagHeaderValue etag, bool strong) =>
        tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(etag, strong));
}
