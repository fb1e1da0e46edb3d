using System.Text;
using Media.Vision.Contracts;

namespace Media.Vision.Step;

/// <summary>The labels that a result carries: few enough for a message of 2 KiB, whatever a model of the operator's own calls its classes.</summary>
internal static class LabelFacts
{
    public const int Most = 20;
    public const int MostBytes = 1500;

    /// <summary>Each label once, most confident first.</summary>
    public static IReadOnlyList<string> Of(DetectionManifest manifest)
    {
        var labels = new List<string>();
        var bytes = 0;
        foreach (var label in manifest.Detections.Select(d => d.Label).Distinct(StringComparer.Ordinal).Take(Most))
        {
            bytes += Encoding.UTF8.GetByteCount(label);
            if (bytes > MostBytes)
            {
                break;
            }

            labels.Add(label);
        }

        return labels;
    }
}
