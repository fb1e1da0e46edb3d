namespace Media.Orchestration.Presets;

/// <summary>
/// Settings <c>Media:Presets:{name}</c>: what a preset makes. The preset <c>default</c> is always there; a setting of that name changes it.
/// The same in every process.
/// </summary>
internal sealed class PresetSettings
{
    /// <summary>By name; a rendition of the default preset that is not named here stays as it is.</summary>
    public Dictionary<string, RenditionSettings> Renditions { get; set; } = [];

    public bool Detect { get; set; } = true;

    public string? Model { get; set; }

    /// <summary>0 to 1.</summary>
    public double MinConfidence { get; set; } = 0.4;
}

internal sealed class RenditionSettings
{
    /// <summary>False switches it off in this preset.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Longest side in pixels, 1 to 16,383 (the most that WebP can hold); null keeps the default of that name.</summary>
    public int? MaxSide { get; set; }

    /// <summary>jpg, webp, avif with commas between; null means jpg,webp.</summary>
    public string? Formats { get; set; }
}

/// <summary>Settings <c>Media:Switches</c>: what this deployment does at all, whatever presets and uploads say.</summary>
internal sealed class SwitchSettings
{
    /// <summary><c>on</c>, <c>off</c>, or the names of the renditions that are made, with commas between.</summary>
    public string Renditions { get; set; } = "on";

    public bool Detect { get; set; } = true;
}
