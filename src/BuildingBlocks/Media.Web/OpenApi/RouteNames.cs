using System.Text.RegularExpressions;

namespace Media.Web.OpenApi;

internal static partial class RouteNames
{
    /// <summary>The names between braces in a route, without constraints and stars.</summary>
    internal static IEnumerable<string> In(string route) => Name().Matches(route).Select(m => m.Groups["name"].Value);

    [GeneratedRegex(@"\{\**(?<name>\w+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
