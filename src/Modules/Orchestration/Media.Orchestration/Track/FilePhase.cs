namespace Media.Orchestration.Track;

/// <summary>Names of the state machine's states, as the saga document keeps them.</summary>
internal static class FilePhase
{
    public const string Processing = nameof(FileStateMachine.Processing);
    public const string Ready = nameof(FileStateMachine.Ready);
    public const string Failed = nameof(FileStateMachine.Failed);
    public const string Cancelled = nameof(FileStateMachine.Cancelled);
    public const string Purging = nameof(FileStateMachine.Purging);
    public const string Purged = nameof(FileStateMachine.Purged);

    /// <summary>What clients are shown, in the order of a file's way.</summary>
    public static IReadOnlyList<string> Shown { get; } = [Processing, Ready, Failed, Cancelled];
}
