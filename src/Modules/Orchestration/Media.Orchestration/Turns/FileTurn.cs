namespace Media.Orchestration.Turns;

/// <summary>A step that waited for its turn has it now.</summary>
internal sealed record FileTurn(Guid FileId, string Step);
