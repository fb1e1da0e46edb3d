namespace Media.Documents.Tests;

public sealed class Sample : IDocument
{
    public static readonly Index<Sample> ByGroup = new("byGroup", s => s.Group, s => s.Rank);
    public static readonly Index<Sample> Due = new("due", s => s.DueAt);
    public static readonly Index<Sample> ByGroupAlone = new("byGroupAlone", s => s.Group);
    public static readonly Index<Sample> ByTag = Index<Sample>.Unique("byTag", s => s.Group, s => s.Tag);

    public static Index<Sample>[] Indexes { get; } = [ByGroup, Due, ByGroupAlone, ByTag];

    public required string Id { get; init; }

    public long Version { get; set; }

    public string Group { get; set; } = "g";

    public long? Rank { get; set; }

    public string? Tag { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    public long Bytes { get; set; }

    public string Text { get; set; } = "";

    public bool On { get; set; }

    public Dictionary<string, double> Marks { get; init; } = [];
}
