namespace Media.Orchestration.Presets;

/// <summary>Which steps a file goes through and what they make. The saga keeps a copy from its start, so that a changed setting changes no running file.</summary>
internal sealed record Preset
{
    public required string Name { get; init; }

    public required IReadOnlyList<PresetRendition> Renditions { get; init; }

    public bool Detect { get; init; } = true;

    /// <summary>Model to detect with, or null for the deployment's default.</summary>
    public string? Model { get; init; }

    /// <summary>0 to 1; what the model is less sure of is left out.</summary>
    public double MinConfidence { get; init; }
}

/// <param name="Name">thumb, small, …: lower-case letters, digits and dashes.</param>
/// <param name="MaxSide">Longest side in pixels.</param>
/// <param name="Formats">jpg, webp, avif.</param>
internal sealed record PresetRendition(string Name, int MaxSide, IReadOnlyList<string> Formats);
