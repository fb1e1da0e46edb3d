using System.Text.Json.Serialization;
using Media.Documents;
using Media.Documents.Turns;
using Media.Upload.Contracts;
using Media.Upload.Settle;

namespace Media.Upload.Files;

/// <summary>A file as Upload knows it: its bytes, its name, and what its listing shows. Owns the blob.</summary>
internal sealed class FileDocument : ITakesTurns
{
    public const string Collection = "files";

    public static readonly Index<FileDocument> Due = new("due", f => f.DueAt);
    public static readonly Index<FileDocument> Listed = new("listed", f => f.Tenant, f => f.ListedAt);
    public static readonly Index<FileDocument> ByState = new("byState", f => f.Tenant, f => f.State, f => f.ListedAt);
    public static readonly Index<FileDocument> ByMediaType = new("byMediaType", f => f.Tenant, f => f.MediaType, f => f.ListedAt);
    public static readonly Index<FileDocument> Unanswered = new("unanswered", f => f.AnswerDueAt);
    public static readonly Index<FileDocument> InTrash = new("inTrash", f => f.Tenant, f => f.TrashedAt);

    /// <summary>Files that wait for their turn to be told of.</summary>
    public static readonly IReadOnlyDictionary<string, Index<FileDocument>> Queued = new Dictionary<string, Index<FileDocument>>
    {
        [Telling.StoredSlot] = new("queued", f => f.Tenant, f => f.QueuedAt),
    };

    public static Index<FileDocument>[] Indexes { get; } = [Due, Listed, ByState, ByMediaType, InTrash, Unanswered, .. Queued.Values];

    public required string Id { get; init; }

    public long Version { get; set; }

    public int Schema { get; init; } = 1;

    public required string Tenant { get; init; }

    public FilePhase Phase { get; set; }

    /// <summary>Key of the original in the blob store.</summary>
    public required string Blob { get; init; }

    public required string Name { get; set; }

    public string? MediaType { get; set; }

    public long Bytes { get; set; }

    /// <summary>Lower-case hex digest.</summary>
    public string? Sha256 { get; set; }

    public required string Preset { get; init; }

    public required Switches Switches { get; init; }

    public bool Starred { get; set; }

    public Dictionary<string, string> Metadata { get; set; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? TrashedAt { get; set; }

    /// <summary>Counts what clients can see of it change: its ETag. The version counts what is owed and answered too.</summary>
    public long Edition { get; set; } = 1;

    /// <summary>Revision of what Upload has told of this file.</summary>
    public long Told { get; set; }

    public OwedMessages Owes { get; init; } = new();

    // A copy of what Orchestration tells, for lists.

    public string State { get; set; } = "processing";

    /// <summary>The highest revision of FileStateChanged that is kept.</summary>
    public long Heard { get; set; }

    public int? Width { get; set; }

    public int? Height { get; set; }

    public double? Duration { get; set; }

    public IReadOnlyList<string> Labels { get; set; } = [];

    /// <summary>Until when the one who receives it holds on to it; while receiving.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>When its blobs are deleted once more, and after that when the document goes.</summary>
    public DateTimeOffset? DeleteAgainAt { get; set; }

    public DateTimeOffset? GoneAt { get; set; }

    /// <summary>Null for what the plain list does not show.</summary>
    public DateTimeOffset? ListedAt { get; set; }

    /// <summary>The earliest time at which anything owed, leased or waiting needs a look.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Since when it waits for its turn to be told of; null where it does not.</summary>
    public DateTimeOffset? QueuedAt { get; set; }

    /// <summary>Until when an answer is awaited to what was told for the first time: after that it is told again, and keeps no other back.</summary>
    public DateTimeOffset? AnswerDueAt { get; set; }

    [JsonIgnore]
    public IReadOnlyList<string> Outstanding => AnswerDueAt is null ? [] : [Telling.StoredSlot];

    public Guid FileId => Guid.Parse(Id);

    /// <summary>Everything that was made of the file.</summary>
    public string Derived => $"derived/{Tenant}/{Id}/";

    /// <summary>The flat fields that indexes need. Called last, before each write.</summary>
    public FileDocument Settled()
    {
        ListedAt = Phase == FilePhase.Stored && TrashedAt is null ? CreatedAt : null;
        var stored = Owes.Slots.GetValueOrDefault(Telling.StoredSlot);
        QueuedAt = stored is { Said: 0 } ? CreatedAt : null;
        AnswerDueAt = stored is { Said: 1 } ? stored.DueAt : null;
        DueAt = new[] { LeaseUntil, Owes.DueAt, DeleteAgainAt, GoneAt }.Min();
        return this;
    }
}

internal enum FilePhase
{
    /// <summary>Bytes come in; nobody sees it yet.</summary>
    Receiving,

    /// <summary>Accepted.</summary>
    Stored,

    /// <summary>Refused, or its sender went away; its blob goes.</summary>
    Abandoned,

    /// <summary>To end for good, once everybody else has let go of it.</summary>
    Purging,

    /// <summary>A tombstone.</summary>
    Purged,
}
