using System.Buffers.Binary;
using Media.Imaging.Sniff;

namespace Media.Imaging.Child;

/// <summary>
/// What the child hands back: the header as ten 32-bit numbers in one file, and in another the pixels, upright, sRGB, 8 bit, rows without gaps.
/// Whoever writes it may be a stranger's code by now: <see cref="Read"/> believes nothing that the limits and the file's length do not bear out.
/// </summary>
/// <param name="Size">Of the pixels; 0 × 0 where the header alone was asked for.</param>
/// <param name="Bands">3, or 4 with alpha.</param>
internal sealed record DecodeAnswer(PictureHeader Header, PixelSize Size, int Bands)
{
    public const string HeaderName = "header";
    public const string PixelsName = "pixels";
    private const int Magic = 0x4D504958;
    private const int Numbers = 10;

    /// <summary>Bytes that the pixels take.</summary>
    public long Bytes => Size.Pixels * Bands;

    public void Write(string path)
    {
        int[] numbers =
        [
            Magic, Header.Width, Header.Height, Header.Frames, Header.Pages, Header.Orientation, Header.HasAlpha ? 1 : 0,
            Size.Width, Size.Height, Bands,
        ];
        var bytes = new byte[Numbers * sizeof(int)];
        for (var i = 0; i < Numbers; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), numbers[i]);
        }

        File.WriteAllBytes(path, bytes);
    }

    /// <returns>Null where it is not an answer that could be true.</returns>
    public static DecodeAnswer? Read(string path, PictureFormat format, PictureLimits limits)
    {
        if (new FileInfo(path) is not { Exists: true, Length: Numbers * sizeof(int), LinkTarget: null })
        {
            return null;
        }

        var bytes = File.ReadAllBytes(path);
        var numbers = Enumerable.Range(0, Numbers).Select(i => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(i * sizeof(int)))).ToArray();
        var header = new PictureHeader(format, numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6] == 1);
        var answer = new DecodeAnswer(header, new PixelSize(numbers[7], numbers[8]), numbers[9]);
        var holds = numbers[0] == Magic
            && limits.Check(header.Width, header.Height) is null
            && header.Frames >= 1 && header.Frames <= limits.MaxFrames
            && header.Pages >= 1 && header.Pages <= limits.MaxPages
            && header.Orientation is >= 1 and <= 8
            && answer.Size.Width >= 0 && answer.Size.Width <= header.Width
            && answer.Size.Height >= 0 && answer.Size.Height <= header.Height
            && answer.Bands is 3 or 4;
        return holds ? answer : null;
    }
}
