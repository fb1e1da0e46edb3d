using Media.Imaging;
using Microsoft.ML.OnnxRuntime;

namespace Media.Vision.Detect;

/// <summary>A family of models: how a picture is fed to them and how their answer is read. Without state: one for all of its models.</summary>
internal interface IFamily
{
    /// <summary>As the catalog names it.</summary>
    string Name { get; }

    /// <summary>How the picture is brought to the model's input size.</summary>
    DetectorFit Fit { get; }

    /// <summary>Names of the inputs, in the order of <see cref="Feed"/>.</summary>
    IReadOnlyList<string> Inputs { get; }

    /// <summary>Names of the outputs that <see cref="Read"/> takes, in that order; null where the model's own order is meant.</summary>
    IReadOnlyList<string>? Outputs { get; }

    /// <summary>The inputs for one picture. The caller disposes of them.</summary>
    IReadOnlyList<OrtValue> Feed(DetectorInput picture);

    /// <summary>What the model saw with this confidence or more, in no order, boxes in pixels of the upright picture, not yet cut at its edges.</summary>
    IReadOnlyList<Found> Read(IReadOnlyList<OrtValue> outputs, DetectorInput picture, double minConfidence);
}

/// <summary>The families that this server can read.</summary>
internal static class Families
{
    private static readonly IFamily[] All = [new Deimv2(), new Yolox()];

    public static IFamily? Find(string name) => All.FirstOrDefault(f => f.Name.Equals(name, StringComparison.Ordinal));
}
