namespace Media.Messaging.Tests.Poison;

public sealed record Bitter(Guid FileId, long Revision, string Note);

/// <summary>The same, of a message that never leaves its process.</summary>
internal sealed record NearBitter(Guid FileId, string Note);
