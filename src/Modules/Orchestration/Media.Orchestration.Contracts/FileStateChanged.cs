namespace Media.Orchestration.Contracts;

/// <summary>What a file's listing shows has changed. Answered by FileListed with this revision.</summary>
/// <param name="Revision">Counts what the saga tells of this file; receivers keep the highest.</param>
/// <param name="State">processing, ready, failed or cancelled.</param>
/// <param name="Width">Pixels of the upright picture, once known.</param>
/// <param name="Height">Pixels of the upright picture, once known.</param>
/// <param name="Duration">Seconds, for sound and video, once known.</param>
/// <param name="Labels">What was detected: each label once, most confident first, at most 20.</param>
public sealed record FileStateChanged(
    Guid FileId, string Tenant, long Revision, string State, int? Width, int? Height, double? Duration, IReadOnlyList<string> Labels)
{
    public int Schema { get; init; } = 1;
}
