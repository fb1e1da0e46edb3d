namespace Media.Delivery.Contracts;

/// <summary>What Delivery serves of a file from now on: the whole of it, each time. Answered by FilePublished.</summary>
/// <param name="Revision">Rises with each publication of a file; lower ones are dropped, and answered.</param>
/// <param name="Name">For the Content-Disposition of the original.</param>
/// <param name="Blob">Key of the original.</param>
/// <param name="Trashed">What is in the trash is answered with 404.</param>
/// <param name="Renditions">Blob key of the rendition manifest, once there is one.</param>
/// <param name="Detections">Blob key of the detection manifest, once there is one.</param>
public sealed record PublishFile(
    Guid FileId,
    string Tenant,
    long Revision,
    string Name,
    string MediaType,
    long Bytes,
    string Sha256,
    string Blob,
    DateTimeOffset StoredAt,
    bool Trashed,
    string? Renditions,
    string? Detections)
{
    public int Schema { get; init; } = 1;
}
