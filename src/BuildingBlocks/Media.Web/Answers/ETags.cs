using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Media.Web;

/// <summary>ETags of documents: their version in quotes. Strong, since what a client sees of a document follows from its version.</summary>
public static class ETags
{
    /// <summary>Sets the answer's ETag to a document's version.</summary>
    public static void SetETag(this HttpResponse response, long version) => response.Headers.ETag = Of(version);

    /// <summary>
    /// Whether an If-Match (RFC 9110, 13.1.1) speaks against changing a document of this version: answer <see cref="ProblemCode.PreconditionFailed"/>.
    /// False where there is none.
    /// </summary>
    public static bool IfMatchFails(this HttpRequest request, long version)
    {
        if (request.Headers.IfMatch.Count == 0)
        {
            return false;
        }

        // What cannot be read is a condition all the same, and it does not hold.
        var current = new EntityTagHeaderValue(Of(version));
        return !EntityTagHeaderValue.TryParseStrictList(request.Headers.IfMatch, out var tags)
            || !tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(current, useStrongComparison: true));
    }

    /// <summary>Whether the client has this version already (If-None-Match): answer 304.</summary>
    public static bool IfNoneMatchHits(this HttpRequest request, long version)
    {
        var current = new EntityTagHeaderValue(Of(version));
        return EntityTagHeaderValue.TryParseStrictList(request.Headers.IfNoneMatch, out var tags)
            && tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(current, useStrongComparison: false));
    }

    private static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
