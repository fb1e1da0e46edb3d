using System.Xml.Linq;

namespace Media.Architecture.Tests;

/// <summary>What a csproj says that it references.</summary>
internal sealed record ProjectFile(string Name, string[] Projects, string[] Packages, string[] ShowsInternalsTo)
{
    public bool IsTests => Name.EndsWith(".Tests", StringComparison.Ordinal) || Name is "Media.Bench" or "Media.Testing";

    public static ProjectFile Read(string path) => Parse(Path.GetFileNameWithoutExtension(path), File.ReadAllText(Path.Combine(Repository.Root, path)));

    public static ProjectFile Parse(string name, string xml)
    {
        var items = XDocument.Parse(xml).Descendants().ToLookup(e => e.Name.LocalName, e => (string?)e.Attribute("Include") ?? "");
        return new ProjectFile(
            name,
            [.. items["ProjectReference"].Select(p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/')))],
            [.. items["PackageReference"], .. items["Reference"]],
            [.. items["InternalsVisibleTo"]]);
    }
}
