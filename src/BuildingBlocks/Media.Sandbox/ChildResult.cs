namespace Media.Sandbox;

/// <summary>Why a child ended.</summary>
public enum ChildEnd
{
    /// <summary>By itself; <see cref="ChildResult.Code"/> is its exit code.</summary>
    Exited,

    /// <summary>By a signal that was not sent from here; <see cref="ChildResult.Code"/> is its number.</summary>
    Killed,

    /// <summary>It passed its wall-clock or processor time.</summary>
    TimeLimit,

    /// <summary>It wrote more to its standard output, a file or its folder than it may.</summary>
    OutputLimit,

    /// <summary>It used more memory than it may. One whose allocations were refused may also show as Exited or Killed.</summary>
    MemoryLimit,

    /// <summary>The caller asked for it.</summary>
    Cancelled,
}

/// <param name="Code">Exit code, or the signal's number where one killed it; 0 for the other ends.</param>
/// <param name="Output">Standard output, up to the limit.</param>
/// <param name="Errors">The first 16 KiB of standard error: for the log, never for clients.</param>
/// <param name="PeakBytes">Most memory seen in use, of the child and its children; 0 for one too short to be looked at.</param>
public sealed record ChildResult(ChildEnd End, int Code, byte[] Output, string Errors, long PeakBytes, TimeSpan Elapsed)
{
    public bool Succeeded => End == ChildEnd.Exited && Code == 0;
}
