using System.Diagnostics.Metrics;

namespace Media.Vision.Detect;

/// <summary>What the metrics tell of detection.</summary>
internal sealed class DetectionMeter : IDisposable
{
    private readonly Meter meter;
    private readonly Histogram<double> seconds;
    private readonly Counter<long> objects;

    public DetectionMeter(IMeterFactory meters)
    {
        meter = meters.Create("Media.Vision");
        seconds = meter.CreateHistogram<double>("media.vision.inference", "s", "How long a model took for a picture, decoding not counted.");
        objects = meter.CreateCounter<long>("media.vision.objects", "{object}", "Objects that were detected.");
    }

    public void Saw(string model, int found, double elapsed)
    {
        var tag = new KeyValuePair<string, object?>("model", model);
        seconds.Record(elapsed, tag);
        objects.Add(found, tag);
    }

    public void Dispose() => meter.Dispose();
}
