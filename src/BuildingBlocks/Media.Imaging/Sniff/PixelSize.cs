using System.Runtime.InteropServices;

namespace Media.Imaging.Sniff;

/// <summary>Width and height in pixels as a header claims them; zero is kept, so that the limits can refuse it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PixelSize(int Width, int Height)
{
    /// <summary>Null where either was not in the head; what exceeds an int counts as the largest one.</summary>
    public static PixelSize? Of(long? width, long? height) =>
        width is { } w && height is { } h ? new PixelSize(Clamp(w), Clamp(h)) : null;

    /// <summary>Lying instead of standing.</summary>
    public PixelSize Turned => new() { Width = Height, Height = Width };

    public long Pixels => (long)Width * Height;

    private static int Clamp(long side) => (int)Math.Clamp(side, 0, int.MaxValue);
}
