using Media.Imaging;
using Media.Vision.Contracts;
using Media.Vision.Models;

namespace Media.Vision.Detect;

/// <summary>Turns what a model saw into what clients get: names, groups, and boxes both in pixels and relative.</summary>
internal static class Naming
{
    /// <param name="found">Most confident first, within the picture.</param>
    /// <param name="elapsed">Seconds.</param>
    public static DetectionManifest Manifest(LoadedModel model, DetectorInput picture, IEnumerable<Found> found, double elapsed) => new(
        model.Entry.Name,
        model.Entry.Version,
        picture.SourceWidth,
        picture.SourceHeight,
        Math.Round(elapsed, 4),
        [.. found.Select(f => Named(f, model.Labels[f.Class], picture.SourceWidth, picture.SourceHeight))]);

    private static Detection Named(Found found, Label label, double width, double height)
    {
        // The edges are rounded and not the sizes, so that corner and size together never reach over the picture's edge.
        var (left, top, right, bottom) = (Pixels(found.Left), Pixels(found.Top), Pixels(found.Right), Pixels(found.Bottom));
        return new Detection(
            label.Name,
            label.Category,
            Math.Round(found.Confidence, 4),
            new Box(left, top, Pixels(right - left), Pixels(bottom - top)),
            new Box(Part(left / width), Part(top / height), Part(Part(right / width) - Part(left / width)), Part(Part(bottom / height) - Part(top / height))));
    }

    // Hundredths of a pixel, and what those are of the widest picture: digits beyond say nothing and cost bytes.
    private static double Pixels(double value) => Math.Round(value, 2);

    private static double Part(double value) => Math.Round(value, 6);
}
