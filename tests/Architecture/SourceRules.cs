namespace Media.Architecture.Tests;

/// <summary>What holds for the text of the sources: how long a file may be, and what rooms and types are not called.</summary>
internal static class SourceRules
{
    public const int LongestFile = 300;

    // A room with such a name takes in whatever nobody found a place for.
    private static readonly HashSet<string> Rooms = new(StringComparer.OrdinalIgnoreCase)
    {
        "Common", "Core", "Data", "Helper", "Helpers", "Info", "Infrastructure", "Manager", "Managers", "Misc", "Processors", "Service", "Services",
        "Shared", "Util", "Utils", "Utilities",
    };

    private static readonly string[] Endings = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utilities", "Processor", "Service", "Services", "Info", "Data", "Common"];

    public static IEnumerable<string> Violations(string path, string[] lines)
    {
        if (lines.Length > LongestFile)
        {
            yield return $"{path} has {lines.Length} lines, more than {LongestFile}";
        }

        foreach (var room in path.Split('/')[..^1].Where(Rooms.Contains))
        {
            yield return $"{path} lies in a room called {room}";
        }

        var name = Path.GetFileNameWithoutExtension(path);
        if (Endings.FirstOrDefault(e => name.EndsWith(e, StringComparison.Ordinal)) is { } ending)
        {
            yield return $"{path} is called a {ending}";
        }
    }
}
