using Media.Imaging;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Media.Vision.Detect;

/// <summary>
/// DEIMv2, a DETR: red, green and blue from 0 to 1, the picture stretched to the input, its true size in a second input. It answers with boxes in
/// pixels of the picture, one for each thing: there is nothing to suppress.
/// </summary>
internal sealed class Deimv2 : IFamily
{
    public string Name => "deimv2";

    public DetectorFit Fit => DetectorFit.Stretch;

    public IReadOnlyList<string> Inputs { get; } = ["images", "orig_target_sizes"];

    public IReadOnlyList<string> Outputs { get; } = ["labels", "boxes", "scores"];

    public IReadOnlyList<OrtValue> Feed(DetectorInput picture)
    {
        var size = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Int64, [1, 2]);
        var numbers = size.GetTensorMutableDataAsSpan<long>();
        numbers[0] = picture.SourceWidth;
        numbers[1] = picture.SourceHeight;
        return [Planes.Of(picture, blueFirst: false, 1 / 255f), size];
    }

    public IReadOnlyList<Found> Read(IReadOnlyList<OrtValue> outputs, DetectorInput picture, double minConfidence)
    {
        var boxes = outputs[1].GetTensorDataAsSpan<float>();
        var scores = outputs[2].GetTensorDataAsSpan<float>();
        var classes = Classes(outputs[0]);
        var found = new List<Found>();
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] >= minConfidence)
            {
                var box = boxes.Slice(i * 4, 4);
                found.Add(new Found((int)classes[i], scores[i], box[0], box[1], box[2], box[3]));
            }
        }

        return found;
    }

    // Exports differ in the width of this one output.
    private static long[] Classes(OrtValue labels) => labels.GetTensorTypeAndShape().ElementDataType == TensorElementType.Int64
        ? labels.GetTensorDataAsSpan<long>().ToArray()
        : [.. labels.GetTensorDataAsSpan<int>().ToArray().Select(n => (long)n)];
}
