using System.Globalization;
using Media.Imaging.Decode;

namespace Media.Imaging.Child;

/// <summary>What the child is asked for, as its arguments carry it.</summary>
/// <param name="Path">The picture.</param>
/// <param name="Folder">Where the answer goes.</param>
/// <param name="Need">Null: the header alone.</param>
internal sealed record DecodeOrder(string Path, string Folder, PixelNeed? Need, PictureLimits Limits, long MemoryBytes, string TestCrash)
{
    public IReadOnlyList<string> ToArguments() =>
    [
        Path, Folder,
        Text(Need?.Width ?? 0), Text(Need?.Height ?? 0), Text(Need is { Cover: true } ? 1 : 0),
        Text(Limits.MaxPixels), Text(Limits.MaxSide), Text(Limits.MaxFrames), Text(Limits.MaxPages), Text(Limits.MaxProfileBytes),
        Text(MemoryBytes), TestCrash,
    ];

    /// <exception cref="FormatException">These are no arguments of ours.</exception>
    public static DecodeOrder Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count != 12)
        {
            throw new FormatException("decode is called by the server itself, on pictures that it does not read in its own process.");
        }

        var width = (int)Number(arguments[2]);
        return new DecodeOrder(
            arguments[0],
            arguments[1],
            width == 0 ? null : new PixelNeed(width, (int)Number(arguments[3]), Number(arguments[4]) == 1),
            new PictureLimits
            {
                MaxPixels = Number(arguments[5]),
                MaxSide = (int)Number(arguments[6]),
                MaxFrames = (int)Number(arguments[7]),
                MaxPages = (int)Number(arguments[8]),
                MaxProfileBytes = (int)Number(arguments[9]),
            },
            Number(arguments[10]),
            arguments[11]);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
