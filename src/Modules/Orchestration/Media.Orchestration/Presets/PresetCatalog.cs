using Microsoft.Extensions.Configuration;

namespace Media.Orchestration.Presets;

/// <summary>The deployment's presets, read and checked once at start.</summary>
internal sealed class PresetCatalog
{
    public const string Default = "default";

    /// <summary>The most pixels a side that WebP can hold.</summary>
    private const int LongestSide = 16_383;

    private static readonly string[] AllFormats = ["jpg", "webp", "avif"];

    private static readonly PresetRendition[] DefaultRenditions =
    [
        new("thumb", 256, ["jpg", "webp"]),
        new("small", 640, ["jpg", "webp"]),
        new("medium", 1280, ["jpg", "webp"]),
        new("large", 2048, ["jpg", "webp"]),
    ];

    private readonly Dictionary<string, Preset> _presets = [];

    /// <exception cref="ArgumentException">A setting is wrong; the message names it and says what it may be.</exception>
    public PresetCatalog(IConfiguration configuration)
    {
        var section = configuration.GetSection("Media:Presets");
        foreach (var name in section.GetChildren().Select(c => c.Key).Append(Default).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            _presets[name] = Read(name, section.GetSection(name));
        }

        Switches = configuration.GetSection("Media:Switches").Get<SwitchSettings>() ?? new SwitchSettings();
        if (Switches.Renditions is not ("on" or "off")
            && Switches.Renditions.Split(',', StringSplitOptions.TrimEntries).Except(_presets.Values.SelectMany(p => p.Renditions).Select(r => r.Name)).Any())
        {
            throw new ArgumentException("Media:Switches:Renditions must be on, off, or names of renditions that a preset makes, with commas between.");
        }
    }

    public SwitchSettings Switches { get; }

    /// <summary>The preset of that name; one that is no longer set (the file waited long) gives way to the default.</summary>
    public Preset Named(string name) => _presets.GetValueOrDefault(name) ?? _presets[Default];

    public bool Has(string name) => _presets.ContainsKey(name);

    private static Preset Read(string name, IConfigurationSection section)
    {
        var settings = section.Get<PresetSettings>() ?? new PresetSettings();
        var known = DefaultRenditions.ToDictionary(r => r.Name);
        var names = DefaultRenditions.Select(r => r.Name).Concat(settings.Renditions.Keys.Order(StringComparer.Ordinal)).Distinct();
        if (settings.MinConfidence is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"{section.Path}:MinConfidence must be 0 to 1.");
        }

        return new Preset
        {
            Name = name,
            Renditions = [.. names.Select(n => Rendition(n, known.GetValueOrDefault(n), settings.Renditions.GetValueOrDefault(n), section.Path)).OfType<PresetRendition>()],
            Detect = settings.Detect,
            Model = settings.Model,
            MinConfidence = settings.MinConfidence,
        };
    }

    private static PresetRendition? Rendition(string name, PresetRendition? known, RenditionSettings? settings, string section)
    {
        var path = $"{section}:Renditions:{name}";
        if (name.Length > 40 || name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            throw new ArgumentException($"{path}: the name of a rendition must be 1 to 40 lower-case letters, digits and dashes.");
        }

        var side = settings?.MaxSide ?? known?.MaxSide ?? throw new ArgumentException($"{path}:MaxSide must be set, 1 to {LongestSide}.");
        if (side is < 1 or > LongestSide)
        {
            throw new ArgumentException($"{path}:MaxSide must be 1 to {LongestSide}.");
        }

        string[] formats = settings?.Formats?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            ?? [.. known?.Formats ?? ["jpg", "webp"]];
        if (formats.Length == 0 || formats.Except(AllFormats).Any())
        {
            throw new ArgumentException($"{path}:Formats must be of jpg, webp, avif, with commas between.");
        }

        return settings is { Enabled: false } ? null : new PresetRendition(name, side, formats);
    }
}
