using System.Text.Json;

namespace Media.EndToEnd.Tests.Kills;

/// <summary>Looks for what must not stand in the event log of any file.</summary>
internal static class FileLog
{
    /// <summary>
    /// A transition stands twice where the same thing moves to the same state in the same attempt of the same generation.
    /// A gap is where a transition does not begin in the state that the one before it ended in.
    /// </summary>
    public static IReadOnlyList<string> Faults(IEnumerable<JsonElement> events)
    {
        var faults = new List<string>();
        foreach (var thing in events.GroupBy(e => (File: Text(e, "fileId"), Step: Text(e, "step"))))
        {
            var inOrder = thing.OrderBy(e => Text(e, "place"), StringComparer.Ordinal).ToArray();
            faults.AddRange(inOrder
                .GroupBy(e => (Text(e, "to"), e.GetProperty("generation").GetInt32(), e.GetProperty("attempt").GetInt32()))
                .Where(same => same.Count() > 1)
                .Select(same => $"{thing.Key} moves to {same.Key} {same.Count()} times"));
            faults.AddRange(inOrder.Zip(inOrder.Skip(1))
                .Where(pair => Text(pair.First, "to") != Text(pair.Second, "from"))
                .Select(pair => $"{thing.Key} goes on from {Text(pair.Second, "from")} after {Text(pair.First, "to")}"));
        }

        return faults;
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
