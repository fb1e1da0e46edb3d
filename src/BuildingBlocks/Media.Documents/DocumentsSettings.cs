namespace Media.Documents;

/// <summary>Settings of the document store.</summary>
public sealed class DocumentsSettings
{
    /// <summary><c>Media:Documents:Engine</c>; null takes the profile's.</summary>
    public string? Engine { get; set; }

    /// <summary><c>Media:Data</c>: the folder of the embedded engines. One process at a time uses it.</summary>
    public string Data { get; set; } = "data";
}
