namespace Media.Documents;

/// <summary>A declared collection: its name and its indexes, as every engine sets them up.</summary>
internal sealed record Collection(string Name, IReadOnlyList<CollectionIndex> Indexes);

/// <param name="Fields">JSON member names, in order; a document whose last one is null is not in the index.</param>
internal sealed record CollectionIndex(string Name, bool IsUnique, IReadOnlyList<string> Fields);
