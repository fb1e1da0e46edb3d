using System.Text.RegularExpressions;

namespace Media.Vision.Models;

/// <summary>What the catalog says of a model: what it is for, how it is read, whose it is and where it comes from.</summary>
/// <param name="Job">detect, upscale or denoise.</param>
/// <param name="Family">How the model is fed and read: of detectors, deimv2 or yolox.</param>
/// <param name="About">A few words for people.</param>
/// <param name="Default">Whether it is the one of its job that is taken where none is named.</param>
/// <param name="File">Name of the file in the models folder.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Sha256">Lower-case hex digest of the file: no other is ever loaded.</param>
/// <param name="Width">Of a detector's input, in pixels.</param>
/// <param name="Height">Of a detector's input, in pixels.</param>
/// <param name="Labels">Of a detector: name of the file with its classes, a line each, in the order of their numbers: <c>label,category</c>.</param>
/// <param name="Licence">SPDX identifier.</param>
/// <param name="LicenceFile">The licence's text, below the models folder.</param>
/// <param name="Source">Where the model comes from, for people.</param>
/// <param name="Address">Where the file can be fetched; null where it comes with the server only.</param>
internal sealed partial record CatalogModel(
    string Name,
    string Job,
    string Family,
    string File,
    long Bytes,
    string Sha256,
    string Licence,
    string LicenceFile,
    string Source,
    string About = "",
    bool Default = false,
    int Width = 0,
    int Height = 0,
    string? Labels = null,
    Uri? Address = null)
{
    public const string Detect = "detect";

    /// <summary>First 12 hex digits of the file's digest: what answers call the model's version.</summary>
    public string Version => Sha256[..12];

    /// <summary>What is wrong with this entry, or null.</summary>
    public string? Fault()
    {
        if (Name is null || !Names().IsMatch(Name))
        {
            return "must have a name of lower-case letters, digits and dashes";
        }

        // Names from a catalog become paths.
        if (!IsFileName(File) || (Labels is not null && !IsFileName(Labels)) || !Folders().IsMatch(LicenceFile ?? ""))
        {
            return "must name files of the models folder, without a path";
        }

        if (Bytes < 1 || Sha256 is null || !Digests().IsMatch(Sha256))
        {
            return "must say its file's length in bytes and SHA-256 in lower-case hex";
        }

        return Detect.Equals(Job, StringComparison.Ordinal) && (Labels is null || Width is < 32 or > 4096 || Height is < 32 or > 4096)
            ? "is a detector and must say its labels, and its input's width and height between 32 and 4096"
            : null;
    }

    private static bool IsFileName(string? name) => name is not null && Files().IsMatch(name);

    [GeneratedRegex("^[a-z0-9](-?[a-z0-9]){0,62}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Names();

    [GeneratedRegex(@"^[a-zA-Z0-9_-][a-zA-Z0-9._-]{0,99}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Files();

    [GeneratedRegex(@"^(licences/)?[a-zA-Z0-9_-][a-zA-Z0-9._-]{0,99}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Folders();

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Digests();
}
