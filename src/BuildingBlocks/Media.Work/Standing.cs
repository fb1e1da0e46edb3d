namespace Media.Work;

/// <summary>Whether a step of a file is still to be done.</summary>
internal enum Standing
{
    Wanted,

    /// <summary>Not in this generation. What was made stays: a later generation may make use of it, or have made it.</summary>
    Stopped,

    /// <summary>The file has ended: what was made of it goes.</summary>
    Ended,
}
