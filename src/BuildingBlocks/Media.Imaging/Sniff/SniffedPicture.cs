namespace Media.Imaging;

/// <summary>What a picture's first bytes say of it.</summary>
/// <param name="MediaType">As Content-Type writes it.</param>
/// <param name="Width">Pixels as stored, before orientation; null where the head does not show it. Of a HEIF file the largest picture's.</param>
/// <param name="Height">As <paramref name="Width"/>.</param>
public sealed record SniffedPicture(PictureFormat Format, string MediaType, int? Width, int? Height);
