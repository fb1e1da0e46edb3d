using Media.Processing.Contracts;

namespace Media.Delivery.Renditions;

/// <summary>One rendition of a picture, as clients see it.</summary>
/// <param name="Name">thumb, small, …</param>
/// <param name="Format">jpg, webp or avif.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Bytes">Length in bytes.</param>
/// <param name="Sha256">Lower-case hex digest.</param>
/// <param name="Url">Names these very bytes: what it answers may be kept for ever.</param>
internal sealed record RenditionAnswer(
    string Name, string Format, string MediaType, int Width, int Height, long Bytes, string Sha256, string Url)
{
    // 64 bits of the digest: enough to tell a file's renditions of one name apart.
    private const int VersionDigits = 16;

    public static RenditionAnswer Of(Guid file, Rendition r) => new(
        r.Name, r.Format, r.MediaType, r.Width, r.Height, r.Bytes, r.Sha256, $"/v1/files/{file}/renditions/{r.Name}.{r.Format}?v={VersionOf(r)}");

    /// <summary>What an address carries as <c>v</c> to name these bytes and no others.</summary>
    public static string VersionOf(Rendition rendition) => rendition.Sha256[..VersionDigits];
}
