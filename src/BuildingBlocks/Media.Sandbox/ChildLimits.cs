namespace Media.Sandbox;

/// <summary>What a child may use. Passing one ends it and all that it started.</summary>
public sealed record ChildLimits
{
    /// <summary>Wall-clock time.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Processor time of all threads together.</summary>
    public TimeSpan Cpu { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Memory in bytes. Its private writable memory can't grow past this (RLIMIT_DATA; RLIMIT_AS would count what .NET and ffmpeg only reserve), and what
    /// it and its children really use is looked at ten times a second.
    /// </summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>Bytes of any one file that it writes, and of its work folder as a whole.</summary>
    public long FileBytes { get; init; } = 1L << 30;

    /// <summary>Open files.</summary>
    public int OpenFiles { get; init; } = 64;

    /// <summary>Bytes of standard output.</summary>
    public int OutputBytes { get; init; } = 1 << 20;
}
