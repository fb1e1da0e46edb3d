namespace Media.Upload.Contracts;

/// <summary>A file's bytes are safe in the blob store and its document is written.</summary>
/// <param name="FileId">The file; a UUIDv7.</param>
/// <param name="Tenant">Whose file it is.</param>
/// <param name="Revision">Counts what Upload tells of this file, from 1; receivers keep the highest.</param>
/// <param name="Name">As the client named it: text for people, never part of a path or key.</param>
/// <param name="MediaType">Sniffed from the bytes, never taken from the client alone.</param>
/// <param name="Bytes">Length in bytes, 1 or more.</param>
/// <param name="Sha256">Lower-case hex digest of the original.</param>
/// <param name="Blob">Key of the original in the blob store.</param>
/// <param name="Preset">Name of the preset that says which steps run.</param>
/// <param name="Switches">What this upload switches against its preset.</param>
/// <param name="StoredAt">When the upload was accepted.</param>
public sealed record FileStored(
    Guid FileId,
    string Tenant,
    long Revision,
    string Name,
    string MediaType,
    long Bytes,
    string Sha256,
    string Blob,
    string Preset,
    Switches Switches,
    DateTimeOffset StoredAt)
{
    public int Schema { get; init; } = 1;
}
