namespace Media.Processing.Contracts;

/// <summary>Make a picture's renditions, all from one decode. Obeyed by StepStarted, then RenditionsMade, StepFailed or StepSkipped.</summary>
/// <param name="Renditions">Which; at least one.</param>
/// <param name="Options">Digest of <paramref name="Renditions"/>: the answer carries it back.</param>
/// <param name="Losses">How often a worker fell silent on this step; from 2 on, decode in the child only.</param>
public sealed record MakeRenditions(
    Guid FileId, string Tenant, Source Source, IReadOnlyList<RenditionSpec> Renditions, string Options, int Generation, int Attempt, int Losses)
{
    public int Schema { get; init; } = 1;
}

/// <summary>One rendition to make: a name and a size, in one format or more.</summary>
/// <param name="Name">As addresses name it: thumb, small, …</param>
/// <param name="MaxSide">Longest side in pixels; a smaller picture is never enlarged.</param>
/// <param name="Formats">jpg, webp, avif.</param>
public sealed record RenditionSpec(string Name, int MaxSide, IReadOnlyList<string> Formats);
