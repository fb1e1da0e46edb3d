namespace Media.Documents;

/// <summary>Settings of the document store.</summary>
public sealed class DocumentsSettings
{
    public const string Sqlite = "sqlite";

    public const string Mongo = "mongo";

    /// <summary><c>Media:Documents:Engine</c>: sqlite or mongo; by default the profile's.</summary>
    public string Engine { get; set; } = Sqlite;

    /// <summary><c>Media:Data</c>: the folder of the embedded engines. One process at a time uses it.</summary>
    public string Data { get; set; } = "data";

    /// <summary>What a profile runs on where <c>Media:Documents:Engine</c> says nothing.</summary>
    public static string EngineOf(string? profile) => profile == "cluster" ? Mongo : Sqlite;
}
