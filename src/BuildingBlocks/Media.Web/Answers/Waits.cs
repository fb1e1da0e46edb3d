using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Media.Web;

/// <summary>Tells clients how long to wait. Problems with status 429 and 503 say 1 s and 5 s where nothing else is said.</summary>
public static class Waits
{
    /// <param name="wait">Rounded up to whole seconds, 1 at least.</param>
    public static void RetryAfter(this HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
