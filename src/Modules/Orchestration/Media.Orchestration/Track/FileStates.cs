using Media.Documents;

namespace Media.Orchestration.Track;

/// <summary>How sagas are found other than by their file.</summary>
internal static class FileStates
{
    public const string Collection = "file-states";

    public static readonly Index<FileState> Due = new("due", s => s.DueAt);
    public static readonly Index<FileState> All = new("all", s => s.Tenant, s => s.ListedAt);
    public static readonly Index<FileState> ByPhase = new("byPhase", s => s.Tenant, s => s.Phase, s => s.ListedAt);
    public static readonly Index<FileState> ByPreset = new("byPreset", s => s.Tenant, s => s.PresetName, s => s.ListedAt);
    public static readonly Index<FileState> ByFailedStep = new("byFailedStep", s => s.Tenant, s => s.FailedStep, s => s.ListedAt);
    public static readonly Index<FileState> ByReason = new("byReason", s => s.Tenant, s => s.ReasonCode, s => s.ListedAt);
}
