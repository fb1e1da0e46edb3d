using System.Collections;
using System.Text.Json;
using FastEndpoints;
using Media.Web.Json;
using Microsoft.Extensions.Primitives;

namespace Media.Web.Requests;

/// <summary>Reads options of the address: times as RFC 3339, switches without a value, names of closed sets as JSON writes them.</summary>
internal static class OptionParsers
{
    internal static void Register(BindingOptions binding)
    {
        binding.ValueParserFor<DateTimeOffset>(values => new ParseResult(UtcMilliseconds.TryParse(values, out var time), time));
        binding.ValueParserFor<bool>(Switch);
        // As they are: by default a value in brackets is taken for a list of its own.
        binding.ValueParserFor<string[]>(values => new ParseResult(true, values.ToArray()));
        binding.FailureMessage = (type, _, _) => Advice(type);
    }

    /// <summary>Reads a closed set by the names that JSON gives them: numbers, which the default takes too, name nothing that clients know.</summary>
    internal static void Register(BindingOptions binding, RequestShape shape)
    {
        foreach (var named in shape.Members.Select(m => Bare(m.Property.PropertyType)).Where(t => t.IsEnum))
        {
            var names = Names(named);
            binding.ValueParserFor(named, values => names.TryGetValue(values.ToString(), out var value) ? new ParseResult(true, value) : new ParseResult(false, null));
        }
    }

    /// <summary>What an option of this type must be, without naming a type of ours.</summary>
    internal static string Advice(Type type) => Bare(type) switch
    {
        { IsEnum: true } named => $"must be one of: {string.Join(", ", Names(named).Keys)}",
        var t when t == typeof(bool) => "must be true or false",
        var t when t == typeof(int) || t == typeof(long) => "must be a whole number",
        var t when t == typeof(double) || t == typeof(decimal) || t == typeof(float) => "must be a number",
        var t when t == typeof(DateTimeOffset) => "must be a time such as 2026-01-31T08:15:30.250Z",
        var t when t == typeof(Guid) => "must be an id",
        _ => "cannot be read",
    };

    /// <summary>Whether an option may be given more than once.</summary>
    internal static bool TakesMany(Type type) => type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable));

    internal static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    internal static Dictionary<string, object> Names(Type named) =>
        Enum.GetValues(named).Cast<object>().ToDictionary(v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()!), StringComparer.Ordinal);

    // "?download" says yes.
    private static ParseResult Switch(StringValues values) => values.ToString() switch
    {
        "" or "true" => new ParseResult(true, true),
        "false" => new ParseResult(true, false),
        _ => new ParseResult(false, null),
    };
}
