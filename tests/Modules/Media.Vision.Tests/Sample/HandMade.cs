using Media.Imaging;
using Microsoft.ML.OnnxRuntime;

namespace Media.Vision.Tests.Sample;

/// <summary>Inputs and answers of models, made by hand.</summary>
internal static class HandMade
{
    /// <summary>A picture that fills its input, or the part of it that is named.</summary>
    public static DetectorInput Picture(int side, int sourceWidth, int sourceHeight, int? filledWidth = null, int? filledHeight = null) =>
        new(new byte[side * side * 3], side, side, filledWidth ?? side, filledHeight ?? side, sourceWidth, sourceHeight);

    public static OrtValue Floats(float[] values, params long[] shape) => OrtValue.CreateTensorValueFromMemory(values, shape);

    public static OrtValue Longs(long[] values, params long[] shape) => OrtValue.CreateTensorValueFromMemory(values, shape);
}
