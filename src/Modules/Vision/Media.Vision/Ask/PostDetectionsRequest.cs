using System.ComponentModel.DataAnnotations;
using FastEndpoints;

namespace Media.Vision.Ask;

internal sealed record PostDetectionsRequest
{
    /// <summary>Name of the model; without it, the deployment's own choice.</summary>
    [QueryParam]
    public string? Model { get; init; }

    /// <summary>What the model is less sure of is left out; without it, the deployment's own choice.</summary>
    [QueryParam]
    [Range(0.0, 1.0)]
    public double? MinConfidence { get; init; }

    /// <summary>Only these labels: given more than once, or with commas between.</summary>
    [QueryParam]
    public string[]? Labels { get; init; }

    /// <summary>How many detections at most, the most confident first.</summary>
    [QueryParam]
    [Range(1, 300)]
    public int Limit { get; init; } = 100;

    /// <summary>The labels one by one; empty where all are wanted.</summary>
    internal IReadOnlySet<string> LabelSet() => (Labels ?? [])
        .SelectMany(l => l.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.Ordinal);
}

/// <summary>A file whose objects are wanted.</summary>
/// <param name="FileId">Id of a file of the caller's tenant.</param>
internal sealed record FileToLookAt(Guid FileId);
