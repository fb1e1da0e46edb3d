using Media.Imaging.Decode;
using NetVips;

namespace Media.Imaging.Pipeline;

/// <summary>Makes all renditions of a picture from one decode: once to the largest size in memory, then each from that.</summary>
internal sealed class Renditions(ImagingSettings settings)
{
    private readonly Encode encode = new(settings);

    public IReadOnlyList<MadeRendition> Make(OpenPicture picture, IReadOnlyList<RenditionOrder> orders, CancellationToken stop)
    {
        using var largest = Upright.Pixels(picture, PixelNeed.LongestSide(orders.Max(o => o.MaxSide)), stop);
        var made = new List<MadeRendition>(orders.Count);
        foreach (var side in orders.GroupBy(o => o.MaxSide))
        {
            using var sized = Steps.Run(
                largest, [new Resize(PixelNeed.LongestSide(side.Key).Of(picture.Header)), new IntoMemory(stop)]);
            made.AddRange(side.Select(order => Write(sized, order, stop)));
        }

        return [.. orders.Select(order => made.Find(rendition => ReferenceEquals(rendition.Order, order))!)];
    }

    private MadeRendition Write(Image sized, RenditionOrder order, CancellationToken stop)
    {
        using var image = Steps.Run(sized, order.Format == RenditionFormat.Jpeg ? [new Flatten()] : []);
        return new MadeRendition(order, image.Width, image.Height, encode.Write(image, order.Format, stop));
    }
}
