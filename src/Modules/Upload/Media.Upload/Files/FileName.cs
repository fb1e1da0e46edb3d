using System.Globalization;
using System.Text;

namespace Media.Upload.Files;

/// <summary>A name is text for people. It never becomes part of a path or a key, and is cleaned of what would deceive people.</summary>
internal static class FileName
{
    private const int Longest = 255;
    private const int LongestEnding = 20;

    /// <summary>
    /// The name without folders, control characters, direction marks and broken halves of characters, cut to 255 characters;
    /// null where nothing is left.
    /// </summary>
    public static string? Clean(string? said)
    {
        if (said is null)
        {
            return null;
        }

        var last = said[(said.LastIndexOfAny(['/', '\\']) + 1)..];
        var name = new StringBuilder();
        foreach (var rune in last.EnumerateRunes())
        {
            // EnumerateRunes gives U+FFFD for a lone surrogate.
            if (rune == Rune.ReplacementChar || IsHidden(Rune.GetUnicodeCategory(rune)))
            {
                continue;
            }

            name.Append(rune);
        }

        var clean = name.ToString().Trim();
        return clean.Trim('.').Length == 0 ? null : clean.Length > Longest ? Cut(clean) : clean;
    }

    // The ending stays: it tells people, and their programs, what the file is.
    private static string Cut(string name)
    {
        var ending = Path.GetExtension(name) is { Length: <= LongestEnding } kept ? kept : "";
        var stem = Longest - ending.Length;
        return name[..(char.IsHighSurrogate(name[stem - 1]) ? stem - 1 : stem)] + ending;
    }

    private static bool IsHidden(UnicodeCategory category) => category is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
