using NetVips;

namespace Media.Imaging.Decode;

/// <summary>A colour profile that is longer than the limit is taken off, so that no colour engine sees it.</summary>
internal static class Profile
{
    public const string Field = "icc-profile-data";

    /// <returns>The picture itself, or one without its profile in its place.</returns>
    public static Image Bound(Image image, PictureLimits limits)
    {
        if (!image.Contains(Field) || image.Get(Field) is byte[] profile && profile.Length <= limits.MaxProfileBytes)
        {
            return image;
        }

        using (image)
        {
            return image.Mutate(fields => fields.Remove(Field));
        }
    }
}
