namespace Media.Upload.Contracts;

/// <summary>A file has a new name, went to the trash or came back. Answered by FileTracked with this revision.</summary>
/// <param name="Revision">Counts what Upload tells of this file; receivers drop what is lower than they have.</param>
public sealed record FileChanged(Guid FileId, string Tenant, long Revision, string Name, bool Trashed)
{
    public int Schema { get; init; } = 1;
}
