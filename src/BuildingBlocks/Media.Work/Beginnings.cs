namespace Media.Work;

/// <summary>Who began a step of a file, so that a death which nobody heard of is counted all the same.</summary>
/// <param name="By">The process that began it last, and has not said how it ended.</param>
/// <param name="Lost">Processes before it, in the same generation, that never said how it ended.</param>
public sealed record Beginnings(int Generation, Guid? By, int Lost);
