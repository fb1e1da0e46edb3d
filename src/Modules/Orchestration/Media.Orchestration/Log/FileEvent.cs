using Media.Documents;

namespace Media.Orchestration.Log;

/// <summary>One transition of a file or of one of its steps. Rides in the saga document until it is a document of its own; kept for 30 days.</summary>
internal sealed class FileEvent : IDocument
{
    public const string Collection = "file-events";

    public static readonly Index<FileEvent> ByFile = new("byFile", e => e.FileId, e => e.Place);
    public static readonly Index<FileEvent> Expiry = new("expiry", e => e.KeepUntil);

    /// <summary>File, saga version, number: the same event inserted twice is one.</summary>
    public string Id => $"{FileId}/{Place}";

    public long Version { get; set; }

    public int Schema { get; init; } = 1;

    public required Guid FileId { get; init; }

    public required string Tenant { get; init; }

    /// <summary>Orders a file's events: the saga's version, then the number within it, as text of fixed width.</summary>
    public required string Place { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset KeepUntil { get; init; }

    /// <summary>Null for the file itself.</summary>
    public string? Step { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    public int Generation { get; init; }

    public int Attempt { get; init; }

    /// <summary>The reason's code, where there is one.</summary>
    public string? Code { get; init; }
}
