namespace Media.Upload.Files;

/// <summary>A file as clients see it.</summary>
/// <param name="MediaType">Told by the bytes.</param>
/// <param name="Bytes">Length of the original.</param>
/// <param name="Sha256">Lower-case hex digest of the original.</param>
/// <param name="Folder">Null: the top.</param>
/// <param name="State">processing, ready, failed or cancelled.</param>
/// <param name="Width">Pixels of the upright picture, once known.</param>
/// <param name="Height">Pixels of the upright picture, once known.</param>
/// <param name="Duration">Seconds, for sound and video, once known.</param>
/// <param name="Labels">What was detected, most confident first.</param>
/// <param name="TrashedAt">When it went to the trash, where it is there.</param>
internal sealed record FileAnswer(
    Guid Id,
    string Name,
    string MediaType,
    long Bytes,
    string Sha256,
    string? Folder,
    string State,
    int? Width,
    int? Height,
    double? Duration,
    IReadOnlyList<string> Labels,
    bool Starred,
    IReadOnlyDictionary<string, string> Metadata,
    DateTimeOffset? TrashedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    FileLinks Links)
{
    public static FileAnswer Of(FileDocument file) => new(
        file.FileId,
        file.Name,
        file.MediaType!,
        file.Bytes,
        file.Sha256!,
        Folder: null,
        file.State,
        file.Width,
        file.Height,
        file.Duration,
        file.Labels,
        file.Starred,
        file.Metadata,
        file.TrashedAt,
        file.CreatedAt,
        file.UpdatedAt,
        FileLinks.Of(file.FileId));
}

internal sealed record FileLinks(string Self, string Content, string Status, string Renditions, string Detections)
{
    public static FileLinks Of(Guid id) => new(
        $"/v1/files/{id}", $"/v1/files/{id}/content", $"/v1/files/{id}/status", $"/v1/files/{id}/renditions", $"/v1/files/{id}/detections");
}
