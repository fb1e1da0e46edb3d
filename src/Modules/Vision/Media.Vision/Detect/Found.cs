using System.Runtime.InteropServices;

namespace Media.Vision.Detect;

/// <summary>What a model sees, before it has a name: a class by its number and a box in pixels of the upright picture.</summary>
/// <param name="Class">Number of the class, from 0.</param>
/// <param name="Confidence">0 to 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Found(int Class, float Confidence, float Left, float Top, float Right, float Bottom)
{
    /// <summary>
    /// The same with its box cut at the picture's edges; null where less than a pixel of it lies in the picture, or a number is none.
    /// </summary>
    public Found? Within(int width, int height)
    {
        var cut = this with
        {
            Left = Math.Clamp(Left, 0, width),
            Top = Math.Clamp(Top, 0, height),
            Right = Math.Clamp(Right, 0, width),
            Bottom = Math.Clamp(Bottom, 0, height),
            Confidence = Math.Clamp(Confidence, 0, 1),
        };
        return cut.Right - cut.Left >= 1 && cut.Bottom - cut.Top >= 1 && cut.Confidence >= 0 ? cut : null;
    }

    /// <summary>Intersection over union of two boxes, 0 to 1.</summary>
    public float Overlap(Found other)
    {
        var across = Math.Min(Right, other.Right) - Math.Max(Left, other.Left);
        var down = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        if (across <= 0 || down <= 0)
        {
            return 0;
        }

        var shared = across * down;
        return shared / (Area + other.Area - shared);
    }

    private float Area => (Right - Left) * (Bottom - Top);
}
