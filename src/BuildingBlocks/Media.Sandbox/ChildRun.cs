namespace Media.Sandbox;

/// <summary>What to run, with what, and within which limits.</summary>
/// <param name="Program">Absolute path of a program of ours; nothing is looked up in PATH.</param>
/// <param name="Arguments">Each arrives as one argument, whatever it holds: no shell reads them.</param>
/// <param name="Folder">Where it works and may write; see <see cref="WorkFolder"/>.</param>
public sealed record ChildRun(string Program, IReadOnlyList<string> Arguments, WorkFolder Folder)
{
    /// <summary>All of the child's environment; nothing of this process's goes along.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Files and folders outside /usr that it reads. With bubblewrap it sees nothing else.</summary>
    public IReadOnlyList<string> Reads { get; init; } = [];

    public ChildLimits Limits { get; init; } = new();
}
