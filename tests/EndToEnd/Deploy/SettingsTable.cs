using System.Text.RegularExpressions;
using Media.Testing;

namespace Media.EndToEnd.Tests.Deploy;

/// <summary>The settings that docs/settings.md lists, as configuration names them: <c>Media:S3:Bucket</c>.</summary>
internal static partial class SettingsTable
{
    public static IReadOnlySet<string> Read()
    {
        var settings = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in File.ReadLines(SourceTree.At("docs", "settings.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var before = "";
            foreach (Match name in Name().Matches(row.Split('|')[1]))
            {
                // `Media:S3:Region`, `:Bucket`: the second begins as the first does.
                var text = name.Groups["name"].Value;
                before = text[0] == ':' ? before[..before.LastIndexOf(':')] + text : text;
                settings.Add(before);
            }
        }

        return settings;
    }

    /// <summary>The setting of an environment variable; that of <c>…__File</c> is the one whose value the file holds.</summary>
    public static string Of(string variable) => variable.Replace("__", ":", StringComparison.Ordinal) is var name && name.EndsWith(":File", StringComparison.Ordinal) ? name[..^":File".Length] : name;

    [GeneratedRegex("`(?<name>:?[A-Za-z0-9:{}_]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
