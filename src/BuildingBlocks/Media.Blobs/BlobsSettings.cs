namespace Media.Blobs;

/// <summary>Where blobs are kept.</summary>
internal sealed class BlobsSettings
{
    public const string FolderEngine = "folder";

    public const string S3Engine = "s3";

    /// <summary><c>Media:Blobs:Engine</c>.</summary>
    public string Engine { get; set; } = FolderEngine;

    /// <summary><c>Media:Data</c>: the folder of the embedded engines.</summary>
    public string Data { get; set; } = "data";

    public string Folder => Path.Combine(Data, "blobs");
}
