namespace Media.Orchestration.Track;

/// <summary>One step of a file, as it stands.</summary>
internal sealed class StepState
{
    private const int AttemptsKept = 5;

    public required string Name { get; init; }

    public StepPhase Phase { get; set; }

    /// <summary>Whether the file fails when this step does.</summary>
    public bool Essential { get; init; }

    /// <summary>Digest of what is asked for; a result that names another is not an answer to it.</summary>
    public string Options { get; init; } = "";

    /// <summary>The attempt that is asked for or runs, from 1; 0 before the first is asked for.</summary>
    public int Attempt { get; set; }

    public int Failures { get; set; }

    public int Losses { get; set; }

    /// <summary>How often this attempt was asked for without an answer.</summary>
    public int Said { get; set; }

    public double Progress { get; set; }

    public DateTimeOffset? RequestedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When it needs a look: to be asked for (again), or its lease runs out.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Since when it waits for its turn, behind others that are asked for; null where it does not.</summary>
    public DateTimeOffset? QueuedAt { get; set; }

    public string? Worker { get; set; }

    public Reason? Reason { get; set; }

    /// <summary>The last five attempts that did not end well.</summary>
    public List<StepAttempt> Attempts { get; init; } = [];

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsFinal => Phase is StepPhase.Done or StepPhase.Failed or StepPhase.Skipped or StepPhase.Cancelled;

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsAsked => Phase is StepPhase.Requested or StepPhase.Running;

    /// <summary>Keeps how this attempt ended; the next one is a new one.</summary>
    public void Remember(string code, DateTimeOffset now)
    {
        Attempts.Add(new StepAttempt(Attempt, StartedAt, now, Worker, code));
        if (Attempts.Count > AttemptsKept)
        {
            Attempts.RemoveAt(0);
        }
    }
}

internal enum StepPhase
{
    Waiting,
    Requested,
    Running,
    Done,
    Failed,
    Skipped,
    Cancelled,
}

/// <param name="Code">Of the closed set of problem codes, or why a step was skipped.</param>
/// <param name="Detail">In plain words.</param>
internal sealed record Reason(string Code, string Detail);

internal sealed record StepAttempt(int Attempt, DateTimeOffset? StartedAt, DateTimeOffset EndedAt, string? Worker, string Code);
