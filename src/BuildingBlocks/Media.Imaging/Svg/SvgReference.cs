using System.Text.RegularExpressions;

namespace Media.Imaging.Svg;

/// <summary>References in attributes and style: <c>#id</c> and <c>url(#id)</c> stay within the drawing, everything else leads out of it.</summary>
internal static class SvgReference
{
    /// <summary>The id that an href names; null where it names something else.</summary>
    public static string? ToItself(string href) => href.Trim() is ['#', .. var id] ? id : null;

    /// <summary>The ids that a style, or an attribute that may hold one, names.</summary>
    public static IEnumerable<string> InStyle(string style) => Targets(style).Select(ToItself).OfType<string>();

    /// <summary>Whether a style loads anything that is neither in the drawing nor a picture that it carries.</summary>
    public static bool LeadsOutside(string style, Regex picture)
    {
        if (style.Contains("@import", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // An escape could spell "url" so that it is not found here.
        var loads = style.Contains('(', StringComparison.Ordinal) || style.Contains('@', StringComparison.Ordinal);
        return (loads && style.Contains('\\', StringComparison.Ordinal))
            || Targets(style).Any(target => ToItself(target) is null && !picture.IsMatch(target));
    }

    private static IEnumerable<string> Targets(string style)
    {
        const string open = "url(";
        for (var at = style.IndexOf(open, StringComparison.OrdinalIgnoreCase); at >= 0;
            at = style.IndexOf(open, at + open.Length, StringComparison.OrdinalIgnoreCase))
        {
            var end = style.IndexOf(')', at);
            yield return style[(at + open.Length)..(end < 0 ? style.Length : end)].Trim().Trim('"', '\'');
        }
    }
}
