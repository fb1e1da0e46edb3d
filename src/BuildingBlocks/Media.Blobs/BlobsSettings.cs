namespace Media.Blobs;

/// <summary>Settings of the blob store.</summary>
public sealed class BlobsSettings
{
    /// <summary><c>Media:Blobs:Engine</c>; null takes the profile's.</summary>
    public string? Engine { get; set; }

    /// <summary>The folder of the embedded engine: <c>blobs</c> in <c>Media:Data</c>.</summary>
    public string Folder { get; set; } = "";
}
