namespace Media.Work;

/// <summary>One run of a step, as a command asks for it.</summary>
/// <param name="Losses">How often a worker fell silent on this step, as the command says.</param>
/// <param name="Recipe">Names what is made: the digest of options, decoder and pipeline version. See <see cref="Recipes"/>.</param>
public sealed record StepRun(
    Guid FileId, string Tenant, string Step, int Generation, int Attempt, int Losses, string Blob, string MediaType, long Bytes, string Sha256, string Recipe)
{
    /// <summary>Where everything that this recipe makes of the file is kept.</summary>
    public string Folder => $"derived/{Tenant}/{FileId}/{Recipe}/";

    public string Manifest => Folder + "manifest.json";
}

/// <summary>How a module says what happens to a step: in messages of its own.</summary>
public interface IStepReports
{
    Task Started(StepRun run, string worker, CancellationToken stop);

    /// <param name="progress">0 to 1.</param>
    Task Progressed(StepRun run, string worker, double progress, CancellationToken stop);

    /// <param name="filesFault">Whether the file itself is the reason, so that another try is no use.</param>
    Task Failed(StepRun run, string worker, string code, string detail, bool filesFault, CancellationToken stop);
}

/// <summary>The file is the reason that a step cannot be done.</summary>
/// <param name="code">Of the closed set of problem codes.</param>
/// <param name="detail">In plain words, for the file's owner.</param>
public sealed class FilesFaultException(string code, string detail, Exception? inner = null) : Exception($"{code}: {detail}", inner)
{
    public string Code { get; } = code;

    public string Detail { get; } = detail;
}

/// <summary>A step's work while it runs.</summary>
/// <param name="losses">How often a worker died of this step or fell silent on it, those among them that nobody heard of.</param>
public sealed class StepWork(int losses)
{
    private const int TrustLost = 2;
    private double _progress;

    /// <summary>Whether to decode in a child process only: workers were lost at it.</summary>
    public bool IsSuspect => losses >= TrustLost;

    /// <summary>0 to 1; told with the next tick.</summary>
    public double Progress
    {
        get => Volatile.Read(ref _progress);
        set => Volatile.Write(ref _progress, value);
    }
}
