namespace Media.Documents;

/// <summary>Settings of the document store.</summary>
public sealed class DocumentsSettings
{
    public const string Sqlite = "sqlite";

    public const string Mongo = "mongo";

    /// <summary><c>Media:Documents:Engine</c>: sqlite or mongo.</summary>
    public string Engine { get; set; } = Sqlite;

    /// <summary><c>Media:Data</c>: the folder of the embedded engines. One process at a time uses it.</summary>
    public string Data { get; set; } = "data";
}
