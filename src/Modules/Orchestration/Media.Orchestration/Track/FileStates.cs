using Media.Documents;
using Media.Orchestration.Contracts;

namespace Media.Orchestration.Track;

/// <summary>How sagas are found other than by their file.</summary>
internal static class FileStates
{
    public const string Collection = "file-states";

    public static readonly Index<FileState> Due = new("due", s => s.DueAt);
    public static readonly Index<FileState> Asked = new("asked", s => s.AskedAt);
    public static readonly Index<FileState> All = new("all", s => s.Tenant, s => s.ListedAt);
    public static readonly Index<FileState> ByPhase = new("byPhase", s => s.Tenant, s => s.Phase, s => s.ListedAt);
    public static readonly Index<FileState> ByPreset = new("byPreset", s => s.Tenant, s => s.PresetName, s => s.ListedAt);
    public static readonly Index<FileState> ByFailedStep = new("byFailedStep", s => s.Tenant, s => s.FailedStep, s => s.ListedAt);
    public static readonly Index<FileState> ByReason = new("byReason", s => s.Tenant, s => s.ReasonCode, s => s.ListedAt);

    /// <summary>Files of which a step waits for its turn, by the kind of step.</summary>
    public static readonly IReadOnlyDictionary<string, Index<FileState>> Queued = new Dictionary<string, Index<FileState>>
    {
        [StepName.Inspect] = new("inspectQueued", s => s.Tenant, s => s.InspectQueuedAt),
        [StepName.Renditions] = new("renditionsQueued", s => s.Tenant, s => s.RenditionsQueuedAt),
        [StepName.Detect] = new("detectQueued", s => s.Tenant, s => s.DetectQueuedAt),
    };

    public static Index<FileState>[] Indexes { get; } = [Due, Asked, All, ByPhase, ByPreset, ByFailedStep, ByReason, .. Queued.Values];
}
