using Media.Imaging;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Media.Vision.Detect;

/// <summary>A picture as models take it: float32 [1, 3, height, width], a plane a colour.</summary>
internal static class Planes
{
    /// <param name="blueFirst">The order of the planes: blue, green, red, or the other way round.</param>
    /// <param name="scale">What each byte is multiplied by.</param>
    public static OrtValue Of(DetectorInput picture, bool blueFirst, float scale)
    {
        // Outside the managed heap: 2 MB a picture would each time land on the heap that is collected last.
        var tensor = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance, TensorElementType.Float, [1, 3, picture.Height, picture.Width]);
        var planes = tensor.GetTensorMutableDataAsSpan<float>();
        var pixels = picture.Pixels.AsSpan();
        var area = picture.Width * picture.Height;
        var (red, blue) = blueFirst ? (2, 0) : (0, 2);
        var first = planes.Slice(red * area, area);
        var second = planes.Slice(area, area);
        var third = planes.Slice(blue * area, area);
        for (int i = 0, at = 0; i < area; i++, at += 3)
        {
            first[i] = pixels[at] * scale;
            second[i] = pixels[at + 1] * scale;
            third[i] = pixels[at + 2] * scale;
        }

        return tensor;
    }
}
