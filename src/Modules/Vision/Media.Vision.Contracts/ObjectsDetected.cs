namespace Media.Vision.Contracts;

/// <summary>A picture's objects are detected and the manifest is written.</summary>
/// <param name="Options">The digest of the command's options, as the command carried it.</param>
/// <param name="Manifest">Blob key of the <see cref="DetectionManifest"/>.</param>
/// <param name="Labels">Each label once, most confident first, at most 20.</param>
public sealed record ObjectsDetected(
    Guid FileId, string Tenant, string Options, int Generation, int Attempt, string Manifest, IReadOnlyList<string> Labels)
{
    public int Schema { get; init; } = 1;
}

/// <summary>What a model saw in one picture: the shape that the interface answers with, kept as a JSON blob.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">First 12 hex digits of the model file's SHA-256.</param>
/// <param name="Width">Pixels of the upright picture.</param>
/// <param name="Height">Pixels of the upright picture.</param>
/// <param name="Elapsed">Seconds that the model took.</param>
/// <param name="Detections">Most confident first.</param>
public sealed record DetectionManifest(string Model, string Version, int Width, int Height, double Elapsed, IReadOnlyList<Detection> Detections)
{
    public int Schema { get; init; } = 1;
}

/// <param name="Label">The class, as the model's list of names has it.</param>
/// <param name="Category">The group that the class belongs to: person, vehicle, animal, …</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Box">Pixels of the upright picture.</param>
/// <param name="RelativeBox">The same, 0 to 1 of width and height.</param>
public sealed record Detection(string Label, string Category, double Confidence, Box Box, Box RelativeBox);

/// <summary>A rectangle: its upper left corner and its size.</summary>
public sealed record Box(double X, double Y, double Width, double Height);
