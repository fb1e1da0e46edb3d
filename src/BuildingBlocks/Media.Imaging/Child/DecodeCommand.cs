using System.Text;
using Media.Imaging.Child;
using Media.Imaging.Decode;
using Media.Imaging.Pipeline;
using Media.Imaging.Sniff;
using NetVips;

namespace Media.Imaging;

/// <summary>
/// <c>media decode …</c>: the child in which pictures are decoded that the server does not trust to its own process. The host calls this before all else,
/// so that neither settings nor web server nor modules are loaded.
/// </summary>
public static class DecodeCommand
{
    /// <param name="args">What follows the word <c>decode</c>.</param>
    /// <returns>0, or what is wrong with the picture; anything else the process dies of.</returns>
    public static int Run(IReadOnlyList<string> args)
    {
        DecodeOrder order;
        try
        {
            order = DecodeOrder.Parse(args);
        }
        catch (FormatException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return 2;
        }

        using (var output = Console.OpenStandardOutput())
        {
            output.Write(Encoding.ASCII.GetBytes(ChildCode.Ready));
        }

        try
        {
            Decode(order).Write(Path.Combine(order.Folder, DecodeAnswer.HeaderName));
            return 0;
        }
        catch (PictureException failure)
        {
            // For the server's log.
            Console.Error.WriteLine(failure.InnerException?.Message ?? failure.Message);
            return ChildCode.Of(failure.Problem);
        }
        catch (OutOfMemoryException)
        {
            return ChildCode.Of(PictureProblem.TooComplex());
        }
    }

    private static DecodeAnswer Decode(DecodeOrder order)
    {
        var head = Head.Of(order.Path);
        var sniffed = PictureSniffer.Sniff(head) ?? throw new PictureException(PictureProblem.TypeUnsupported());
        var format = sniffed.Format;
        IDecoder vips = new VipsDecoder(order.Limits);
        IDecoder magick = new MagickDecoder(order.Limits, order.MemoryBytes, order.Folder);
        if (order.Need is not { } need)
        {
            return new DecodeAnswer(First(format, vips, magick, decoder => decoder.Inspect(order.Path, format)), new PixelSize(0, 0), Bands: 3);
        }

        if (format is PictureFormat.Avif or PictureFormat.AvifSequence && Footprint.Of(sniffed) > order.MemoryBytes)
        {
            // Its decoder would say no more than that it failed.
            throw new PictureException(PictureProblem.TooComplex());
        }

        using var picture = First(format, vips, magick, decoder => decoder.Open(order.Path, format, need));
        TestCrash.Strike(head, order.TestCrash);
        using var pixels = Upright.Pixels(picture, need, CancellationToken.None);
        pixels.Rawsave(Path.Combine(order.Folder, DecodeAnswer.PixelsName), keep: Enums.ForeignKeep.None);
        return new DecodeAnswer(picture.Header, new PixelSize(pixels.Width, pixels.Height), pixels.Bands);
    }

    private static T First<T>(PictureFormat format, IDecoder vips, IDecoder magick, Func<IDecoder, T> read)
    {
        try
        {
            return read(VipsDecoder.Reads(format) ? vips : magick);
        }
        catch (PictureException failure) when (SecondDecoder.MayRead(format, failure))
        {
            return read(magick);
        }
    }
}
