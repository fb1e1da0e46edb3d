using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Media.Testing.Description;

/// <summary>A description, as what is asked of it: may this operation answer so?</summary>
public sealed class Described(JsonElement document)
{
    private readonly List<(string[] Pattern, string Template, JsonElement Item)> _paths =
    [
        .. document.GetProperty("paths").EnumerateObject()
            .OrderBy(p => p.Name.Count(c => c == '{')).ThenByDescending(p => p.Name.Length)
            .Select(p => (PatternOf(p.Name), p.Name, p.Value)),
    ];

    /// <summary>Every operation: its verb, its path with braces, and what is said of it.</summary>
    public IEnumerable<(string Method, string Path, JsonElement Operation)> Operations =>
        _paths.SelectMany(p => p.Item.EnumerateObject().Select(o => (o.Name.ToUpperInvariant(), p.Template, o.Value)));

    public JsonElement? Find(string method, string path)
    {
        var segments = path.Split('/');
        foreach (var (pattern, _, item) in _paths)
        {
            if (Matches(pattern, segments) && item.TryGetProperty(method.ToLowerInvariant(), out var operation))
            {
                return operation;
            }
        }

        return null;
    }

    /// <summary>What is wrong with an answer, or null. Bodies that are not JSON are taken by their media type alone.</summary>
    public string? Fault(string method, string path, int status, string? mediaType, JsonElement? body)
    {
        if (Find(method, path) is not { } operation)
        {
            return status is 404 or 405 ? null : "this operation is not described";
        }

        if (!operation.GetProperty("responses").TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var response))
        {
            return $"it answered {status}, which is not described";
        }

        var described = response.TryGetProperty("content", out var content) ? content.EnumerateObject().ToList() : [];
        if (mediaType is null)
        {
            return described.Count == 0 || method == "HEAD" || status == 304 ? null : "it answered nothing where a body is described";
        }

        var match = described.FirstOrDefault(c => Takes(c.Name, mediaType));
        if (match.Value.ValueKind == JsonValueKind.Undefined)
        {
            return $"it answered {mediaType}, which is not described for {status}";
        }

        return body is { } json ? SchemaCheck.Fault(document, match.Value.GetProperty("schema"), json, "") : null;
    }

    private static bool Takes(string described, string mediaType) =>
        described == mediaType || described == "*/*" || (described.EndsWith("/*", StringComparison.Ordinal) && mediaType.StartsWith(described[..^1], StringComparison.Ordinal));

    private static string[] PatternOf(string template) => Regex.Replace(template, @"\{\w+}", "*", RegexOptions.None, TimeSpan.FromSeconds(1)).Split('/');

    private static bool Matches(string[] pattern, string[] path)
    {
        // A name at the end may stand for the rest of the path: that is how catch-all routes are written down, and none of them is under /v1.
        var takesRest = pattern[^1] == "*" && pattern[1] != "v1";
        return (path.Length == pattern.Length || (takesRest && path.Length > pattern.Length))
            && pattern.Zip(path).All(s => s.First == s.Second || FileSystemName.MatchesSimpleExpression(s.First, s.Second, ignoreCase: false));
    }
}
