using System.Text.Json;
using System.Text.RegularExpressions;

namespace Media.Web.Errors;

/// <summary>
/// Says in the client's words what System.Text.Json says in its own, which name types of ours. It gives no codes: what is not recognized
/// here becomes a plain "cannot be read" at its place.
/// </summary>
internal static partial class JsonRefusal
{
    private const RegexOptions Plain = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    internal static RefusedException Of(JsonException e)
    {
        if (Unmapped().Match(e.Message) is { Success: true } unmapped)
        {
            var name = unmapped.Groups["name"].Value;
            return new RefusedException(ProblemCode.OptionUnknown, $"{name} is not a member of this body.", [new ProblemError(PointerOf(e.Path), "is not known")]);
        }

        if (Missing().Match(e.Message) is { Success: true } missing)
        {
            var names = Quoted().Matches(missing.Groups["names"].Value).Select(m => m.Groups["name"].Value);
            ProblemError[] members = [.. names.Select(name => new ProblemError($"{PointerOf(e.Path)}/{Escape(name)}", "is required"))];
            return Invalid($"Missing: {string.Join(", ", members.Select(m => m.Pointer))}.", members);
        }

        // A JsonReaderException inside means that the text is no JSON at all.
        if (e.InnerException is JsonException || e.Path is null)
        {
            return Invalid($"The body is not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} of it.", []);
        }

        var pointer = PointerOf(e.Path);
        var fault = FaultOf(e.Message);
        return Invalid($"{(pointer.Length == 0 ? "The body" : pointer)} {fault}.", [new ProblemError(pointer, fault)]);
    }

    /// <summary>A JSON path of System.Text.Json (<c>$.items[0]['odd.name']</c>) as a JSON pointer (RFC 6901).</summary>
    internal static string PointerOf(string? path)
    {
        var names = Part().Matches(path ?? "$").Select(part => part.Groups["name"].Value);
        return string.Concat(names.Select(name => "/" + Escape(name)));
    }

    private static string FaultOf(string message)
    {
        if (message.Contains("setting null values", StringComparison.Ordinal))
        {
            return "must not be null";
        }

        return message.StartsWith("Duplicate property", StringComparison.Ordinal) ? "is given twice" : "is not of the right type";
    }

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static RefusedException Invalid(string detail, ProblemError[] errors) => new(ProblemCode.BodyInvalid, detail, errors.Length == 0 ? null : errors);

    [GeneratedRegex(@"^The JSON property '(?<name>.{1,200})' could not be mapped to any \.NET member", Plain, matchTimeoutMilliseconds: 100)]
    private static partial Regex Unmapped();

    [GeneratedRegex(@"was missing required properties including: (?<names>.+)$", Plain, matchTimeoutMilliseconds: 100)]
    private static partial Regex Missing();

    [GeneratedRegex("'(?<name>[^']+)'", Plain, matchTimeoutMilliseconds: 100)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\.(?<name>[^.\[\]]+)|\['(?<name>([^'\\]|\\.)*)'\]|\[(?<name>\d+)\]", Plain, matchTimeoutMilliseconds: 100)]
    private static partial Regex Part();
}
