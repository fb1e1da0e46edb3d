using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Media.Testing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Media.EndToEnd.Tests.Deploy;

/// <summary>docker-compose.yml as an engine would read it: anchors put in, variables at their defaults.</summary>
internal sealed partial class ComposeFile
{
    private ComposeFile(JsonObject root) => Root = root;

    public JsonObject Root { get; }

    public IReadOnlyList<ComposeService> Services =>
        [.. Root["services"]!.AsObject().Select(s => new ComposeService(s.Key, s.Value!.AsObject()))];

    public static ComposeFile Read() => Parse(File.ReadAllText(SourceTree.At("docker-compose.yml")));

    public static ComposeFile Parse(string text)
    {
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        return new ComposeFile(Node(yaml.Deserialize(new MergingParser(new Parser(new StringReader(text)))))!.AsObject());
    }

    /// <summary>The services of a profile.</summary>
    public IReadOnlyList<ComposeService> Profile(string name) => [.. Services.Where(s => s.Profiles.Contains(name))];

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        IDictionary<object, object> map => new JsonObject(map.Select(m => KeyValuePair.Create((string)m.Key, Node(m.Value)))),
        IEnumerable<object> list => new JsonArray([.. list.Select(Node)]),
        string text => JsonValue.Create(Interpolated(text)),
        bool truth => JsonValue.Create(truth),
        IConvertible number => JsonValue.Create(number.ToInt64(System.Globalization.CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException($"{value} is a {value.GetType()}"),
    };

    // What stands between ${NAME:- and } where the variable is not set.
    private static string Interpolated(string text) => Variable().Replace(text, m => m.Groups["default"].Value).Replace("$$", "$", StringComparison.Ordinal);

    [GeneratedRegex(@"\$\{[A-Z_]+:-(?<default>[^}]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}

/// <summary>A service of the file.</summary>
internal sealed record ComposeService(string Name, JsonObject Content)
{
    public string Image => (string)Content["image"]!;

    public string[] Profiles => Texts("profiles");

    public string[] Networks => Texts("networks");

    public string[] Volumes => Texts("volumes");

    public bool Is(string member) => (bool?)Content[member] == true;

    public IReadOnlyDictionary<string, string> Environment =>
        Content["environment"]?.AsObject().ToDictionary(e => e.Key, e => e.Value!.ToString()) ?? [];

    /// <summary>Whether it runs the host as the image starts it.</summary>
    public bool RunsTheHost => Image == "media-monolith" && Content["entrypoint"] is null;

    public string[] Texts(string member) => Content[member]?.AsArray().Select(t => t!.ToString()).ToArray() ?? [];
}
