namespace Media.Vision.Contracts;

/// <summary>What a model saw in one picture, as the interface answers with it, wherever it is asked.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">First 12 hex digits of the model file's SHA-256.</param>
/// <param name="Width">Pixels of the upright picture.</param>
/// <param name="Height">Pixels of the upright picture.</param>
/// <param name="Elapsed">Seconds that the model took.</param>
/// <param name="Detections">Most confident first.</param>
public sealed record PictureDetections(string Model, string Version, int Width, int Height, double Elapsed, IReadOnlyList<Detection> Detections)
{
    public static PictureDetections Of(DetectionManifest manifest) =>
        new(manifest.Model, manifest.Version, manifest.Width, manifest.Height, manifest.Elapsed, manifest.Detections);
}
