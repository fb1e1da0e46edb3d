using System.Globalization;
using System.Text;

namespace Media.Delivery.Originals;

/// <summary>
/// Content-Disposition (RFC 6266) with a name that strangers chose: plain for old clients, and as UTF-8 (RFC 8187) where that says more.
/// </summary>
internal static class Disposition
{
    private const string Unquoted = "!#$&+-.^_`|~";

    public static string Of(bool attachment, string name)
    {
        var shown = Shown(name);
        var plain = Plain(shown);
        var header = $"{(attachment ? "attachment" : "inline")}; filename=\"{plain}\"";
        return plain == shown ? header : $"{header}; filename*=UTF-8''{Encoded(shown)}";
    }

    // Neither folders, nor characters that nobody sees: those can end a header line, or make "gpj.exe" read "exe.jpg".
    private static string Shown(string name)
    {
        var shown = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            var hides = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            shown.Append(hides || rune.Value is '/' or '\\' ? "_" : rune.ToString());
        }

        return shown.ToString();
    }

    // A quote would end the text and a percent sign is decoded by some browsers.
    private static string Plain(string name) =>
        string.Concat(name.EnumerateRunes().Select(r => r.Value is >= ' ' and <= '~' and not ('"' or '%') ? (char)r.Value : '_'));

    private static string Encoded(string name)
    {
        var encoded = new StringBuilder(name.Length * 3);
        foreach (var octet in Encoding.UTF8.GetBytes(name))
        {
            var letter = (char)octet;
            _ = char.IsAsciiLetterOrDigit(letter) || Unquoted.Contains(letter, StringComparison.Ordinal)
                ? encoded.Append(letter)
                : encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return encoded.ToString();
    }
}
