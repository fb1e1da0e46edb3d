using Media.Imaging;
using Microsoft.ML.OnnxRuntime;

namespace Media.Vision.Detect;

/// <summary>
/// YOLOX: blue, green and red from 0 to 255, the picture fitted in at the top left. It answers with a row for each cell of three grids (a cell is
/// 8, 16 or 32 pixels wide): where the box's middle lies in its cell, the logarithm of the box's size in cells, how sure it is that something is there,
/// and of each class. Neighbouring cells see the same thing, so the best of them is kept.
/// </summary>
internal sealed class Yolox : IFamily
{
    private static readonly int[] Strides = [8, 16, 32];

    // As the authors evaluate it.
    private const float MostOverlap = 0.45f;

    // Middle x and y, width, height, and that something is there; the classes follow.
    private const int Geometry = 5;

    public string Name => "yolox";

    public DetectorFit Fit => DetectorFit.Letterbox;

    public IReadOnlyList<string> Inputs { get; } = ["images"];

    // Exports name it as they like.
    public IReadOnlyList<string>? Outputs => null;

    public IReadOnlyList<OrtValue> Feed(DetectorInput picture) => [Planes.Of(picture, blueFirst: true, 1)];

    public IReadOnlyList<Found> Read(IReadOnlyList<OrtValue> outputs, DetectorInput picture, double minConfidence) =>
        Suppression.Best(Decode(outputs[0].GetTensorDataAsSpan<float>(), RowLength(outputs[0]), picture, minConfidence), MostOverlap);

    /// <summary>Reads the rows, grid after grid and in each from the top left.</summary>
    /// <param name="length">Numbers in a row: 5 and one a class.</param>
    internal static List<Found> Decode(ReadOnlySpan<float> rows, int length, DetectorInput picture, double minConfidence)
    {
        var across = (float)picture.SourceWidth / picture.FilledWidth;
        var down = (float)picture.SourceHeight / picture.FilledHeight;
        var found = new List<Found>();
        var at = 0;
        foreach (var stride in Strides)
        {
            for (var y = 0; y < picture.Height / stride; y++)
            {
                for (var x = 0; x < picture.Width / stride; x++, at += length)
                {
                    var row = rows.Slice(at, length);
                    if (Best(row, minConfidence) is var (best, confidence) && best >= 0)
                    {
                        var (middleX, middleY) = ((row[0] + x) * stride, (row[1] + y) * stride);
                        var (halfWidth, halfHeight) = (MathF.Exp(row[2]) * stride / 2, MathF.Exp(row[3]) * stride / 2);
                        found.Add(new Found(
                            best,
                            confidence,
                            (middleX - halfWidth) * across,
                            (middleY - halfHeight) * down,
                            (middleX + halfWidth) * across,
                            (middleY + halfHeight) * down));
                    }
                }
            }
        }

        return found;
    }

    private static (int Class, float Confidence) Best(ReadOnlySpan<float> row, double minConfidence)
    {
        var something = row[Geometry - 1];
        if (!(something >= minConfidence))
        {
            // No class can make it surer than that something is there at all.
            return (-1, 0);
        }

        var (best, surest) = (-1, float.NegativeInfinity);
        for (var i = Geometry; i < row.Length; i++)
        {
            if (row[i] > surest)
            {
                (best, surest) = (i - Geometry, row[i]);
            }
        }

        return something * surest >= minConfidence ? (best, something * surest) : (-1, 0);
    }

    private static int RowLength(OrtValue output) => (int)output.GetTensorTypeAndShape().Shape[^1];
}
