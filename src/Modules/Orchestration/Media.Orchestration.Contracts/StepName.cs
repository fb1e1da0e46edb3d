namespace Media.Orchestration.Contracts;

/// <summary>The steps of a file's way, as commands, results and the status name them.</summary>
public static class StepName
{
    public const string Inspect = "inspect";
    public const string Renditions = "renditions";
    public const string Detect = "detect";
    public const string Publish = "publish";
}
