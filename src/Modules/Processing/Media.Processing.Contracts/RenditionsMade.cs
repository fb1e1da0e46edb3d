namespace Media.Processing.Contracts;

/// <summary>A picture's renditions are written, their manifest last.</summary>
/// <param name="Options">The digest of the command's options, as the command carried it.</param>
/// <param name="Manifest">Blob key of the <see cref="RenditionManifest"/>.</param>
public sealed record RenditionsMade(Guid FileId, string Tenant, string Options, int Generation, int Attempt, string Manifest)
{
    public int Schema { get; init; } = 1;
}

/// <summary>The renditions of one file by one recipe: a JSON blob beside them, whose presence says that all of them are there.</summary>
public sealed record RenditionManifest(IReadOnlyList<Rendition> Renditions)
{
    public int Schema { get; init; } = 1;
}

/// <param name="Name">thumb, small, …</param>
/// <param name="Format">jpg, webp or avif.</param>
/// <param name="MediaType">image/jpeg, image/webp or image/avif.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Bytes">Length in bytes.</param>
/// <param name="Sha256">Lower-case hex digest of the rendition.</param>
/// <param name="Blob">Its key in the blob store.</param>
public sealed record Rendition(
    string Name, string Format, string MediaType, int Width, int Height, long Bytes, string Sha256, string Blob);
