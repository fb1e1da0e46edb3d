namespace Media.Web;

/// <summary>What a key may be allowed to do.</summary>
public static class Scope
{
    public const string FilesRead = "files:read";
    public const string FilesWrite = "files:write";
    public const string Detections = "detections";
    public const string Enhancements = "enhancements";
    public const string Transforms = "transforms";
    public const string Status = "status";

    /// <summary>A tenant's keys, presets and webhooks.</summary>
    public const string Manage = "manage";

    /// <summary>Dead letters, models, queues: belongs to no tenant.</summary>
    public const string Operate = "operate";

    public static IReadOnlyList<string> All { get; } = [FilesRead, FilesWrite, Detections, Enhancements, Transforms, Status, Manage, Operate];
}
