using System.Diagnostics;
using Media.Imaging;
using Media.Vision.Contracts;

namespace Media.Vision.Detect;

/// <summary>Looks at one picture with one model: decoded upright, fed, read. The caller has a turn.</summary>
internal sealed class Detector(Pictures pictures, DetectionMeter meter)
{
    /// <param name="path">A file of ours, never a path from a client.</param>
    /// <returns>What the model saw, all of it, most confident first.</returns>
    /// <exception cref="PictureException">The file is the reason that it cannot be done.</exception>
    public async Task<DetectionManifest> Detect(LoadedModel model, string path, double minConfidence, DecodeWhere where, CancellationToken stop)
    {
        var picture = await pictures.DecodeForDetection(path, model.Entry.Width, model.Entry.Height, model.Family.Fit, where, stop);

        // A model's run holds its thread for as long as it takes; the caller's goes free.
        return await Task.Run(
            () =>
            {
                var began = Stopwatch.GetTimestamp();
                var found = model.See(picture, minConfidence, stop);
                var elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
                meter.Saw(model.Entry.Name, found.Count, elapsed);
                return Naming.Manifest(model, picture, found, elapsed);
            },
            stop);
    }
}
