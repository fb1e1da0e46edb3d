using System.ComponentModel.DataAnnotations;
using Media.Vision.Models;
using Microsoft.Extensions.Options;

namespace Media.Vision;

/// <summary>How objects are detected (<c>Media:Vision:*</c>). Where models lie is <c>Media:Models</c>.</summary>
internal sealed class VisionSettings
{
    public const string Section = "Media:Vision";

    /// <summary>Name of the model that is taken where none is named; it must stand in the catalog.</summary>
    [Required(ErrorMessage = "Media:Vision:Model must name a model of the catalog: see media models list.")]
    public string Model { get; set; } = "deimv2-femto";

    /// <summary>What a model is less sure of is left out where nothing else is asked for, 0 to 1.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Media:Vision:MinConfidence must be between 0 and 1.")]
    public double MinConfidence { get; set; } = 0.4;

    /// <summary>How many pictures this process looks at at once, each on one thread. 0, the default: as many as there are cores.</summary>
    [Range(0, 1024, ErrorMessage = "Media:Vision:Concurrency must be between 0 and 1024; 0 means the number of cores.")]
    public int Concurrency { get; set; }

    /// <summary>How many requests may wait for their turn; more are told to come back. 0 to 10,000.</summary>
    [Range(0, 10_000, ErrorMessage = "Media:Vision:Queue must be between 0 and 10000.")]
    public int Queue { get; set; } = 64;

    /// <summary>Longest picture in a request's body, in bytes, 1 KiB to 1 GiB.</summary>
    [Range(1L << 10, 1L << 30, ErrorMessage = "Media:Vision:MaxBytes must be between 1024 and 1073741824.")]
    public long MaxBytes { get; set; } = 64 << 20;
}

/// <summary>Holds the settings to the catalog: a misspelt model is found at start, and not by the first file.</summary>
internal sealed class VisionSettingsCheck(Catalog catalog) : IValidateOptions<VisionSettings>
{
    public ValidateOptionsResult Validate(string? name, VisionSettings options) => catalog.FindDetector(options.Model ?? "") is null
        ? ValidateOptionsResult.Fail($"Media:Vision:Model must be one of: {string.Join(", ", catalog.Detectors.Select(m => m.Name))}.")
        : ValidateOptionsResult.Success;
}
