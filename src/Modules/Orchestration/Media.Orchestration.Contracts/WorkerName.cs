namespace Media.Orchestration.Contracts;

/// <summary>The modules that work on a file's steps, as the messages which both obey name them.</summary>
public static class WorkerName
{
    public const string Processing = "processing";
    public const string Vision = "vision";
}
