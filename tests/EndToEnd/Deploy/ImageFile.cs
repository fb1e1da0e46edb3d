using System.Text.Json;
using System.Text.RegularExpressions;
using Media.Testing;

namespace Media.EndToEnd.Tests.Deploy;

/// <summary>The Dockerfile: its instructions, and what the image runs by them.</summary>
internal sealed partial class ImageFile
{
    private ImageFile(IReadOnlyList<Instruction> instructions) => Instructions = instructions;

    public IReadOnlyList<Instruction> Instructions { get; }

    /// <summary>Of the last stage, which becomes the image.</summary>
    public IEnumerable<Instruction> Last => Instructions.Skip(Instructions.Select((i, at) => (i, at)).Last(x => x.i.Name == "FROM").at);

    public IReadOnlyDictionary<string, string> Environment =>
        Last.Where(i => i.Name == "ENV").SelectMany(i => Pair().Matches(i.Text)).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["value"].Value);

    public string[] Entrypoint => JsonSerializer.Deserialize<string[]>(Last.Single(i => i.Name == "ENTRYPOINT").Text)!;

    public string[] HealthCheck
    {
        get
        {
            var text = Last.Single(i => i.Name == "HEALTHCHECK").Text;
            return JsonSerializer.Deserialize<string[]>(text[(text.IndexOf("CMD ", StringComparison.Ordinal) + "CMD ".Length)..])!;
        }
    }

    public static ImageFile Read()
    {
        var lines = File.ReadLines(SourceTree.At("Dockerfile")).Where(line => line.Length > 0 && line[0] != '#');
        var text = string.Join('\n', lines).Replace("\\\n", "", StringComparison.Ordinal);
        return new ImageFile([.. text.Split('\n').Select(line => new Instruction(line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim()))]);
    }

    [GeneratedRegex(@"(?<name>[A-Za-z_]+)=(?<value>\S*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pair();
}

/// <param name="Name">FROM, COPY, RUN and the like.</param>
/// <param name="Text">What follows it.</param>
internal sealed record Instruction(string Name, string Text)
{
    public string[] Words { get; } = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
