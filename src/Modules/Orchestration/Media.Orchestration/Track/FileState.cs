using System.Text.Json.Serialization;
using MassTransit;
using Media.Documents;
using Media.Documents.Turns;
using Media.Orchestration.Log;
using Media.Orchestration.Presets;
using Media.Upload.Contracts;

namespace Media.Orchestration.Track;

/// <summary>
/// The saga of one file: the truth about its processing. Only the state machine changes it, and what it must tell others
/// is in it too, written with what made it owe.
/// </summary>
internal sealed class FileState : SagaStateMachineInstance, ITakesTurns
{
    public Guid CorrelationId { get; set; }

    [JsonIgnore]
    public string Id => CorrelationId.ToString();

    public long Version { get; set; }

    public int Schema { get; init; } = 1;

    public string Tenant { get; set; } = "";

    /// <summary>One of <see cref="FilePhase"/>, set by the state machine.</summary>
    public string Phase { get; set; } = "";

    /// <summary>Null where nothing was heard but that the file is to be purged.</summary>
    public Original? Original { get; set; }

    public Preset? Preset { get; set; }

    public Switches? Switches { get; set; }

    /// <summary>Raised by each reprocess; what an older one says is ignored.</summary>
    public int Generation { get; set; } = 1;

    public List<StepState> Steps { get; init; } = [];

    public int? Width { get; set; }

    public int? Height { get; set; }

    public IReadOnlyList<string> Labels { get; set; } = [];

    /// <summary>Blob key of the rendition manifest.</summary>
    public string? Renditions { get; set; }

    /// <summary>Blob key of the detection manifest.</summary>
    public string? Detections { get; set; }

    public bool Trashed { get; set; }

    /// <summary>The highest of Upload's revisions that is kept.</summary>
    public long Heard { get; set; }

    /// <summary>Revision of the last FileStateChanged.</summary>
    public long Told { get; set; }

    /// <summary>Revision of the last PublishFile.</summary>
    public long Published { get; set; }

    /// <summary>The highest revision that Delivery says viewers get.</summary>
    public long Shown { get; set; }

    public OwedMessages Owes { get; init; } = new();

    /// <summary>Transitions that are not yet documents of their own.</summary>
    public List<FileEvent> Events { get; init; } = [];

    /// <summary>When the last step became final; null while any is not.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset? PurgingSince { get; set; }

    public DateTimeOffset? PurgedAt { get; set; }

    /// <summary>The steps that are asked for and not answered.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Outstanding => [.. Steps.Where(s => s.IsAsked && FileStates.Queued.ContainsKey(s.Name)).Select(s => s.Name)];

    // What indexes need, flat; kept by Settle.

    /// <summary>The earliest time at which anything owed, leased or waiting needs a look; null when nothing does.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Since when steps are asked for and not answered; null where none is.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    // Since when a step of each kind waits for its turn.

    public DateTimeOffset? InspectQueuedAt { get; set; }

    public DateTimeOffset? RenditionsQueuedAt { get; set; }

    public DateTimeOffset? DetectQueuedAt { get; set; }

    /// <summary>When the file was stored; null for what lists do not show.</summary>
    public DateTimeOffset? ListedAt { get; set; }

    public string? PresetName { get; set; }

    public string? FailedStep { get; set; }

    public string? ReasonCode { get; set; }

    public StepState? Step(string name) => Steps.Find(s => s.Name == name);
}

/// <summary>The original, as Upload told of it.</summary>
internal sealed record Original(string Name, string MediaType, long Bytes, string Sha256, string Blob, DateTimeOffset StoredAt);
