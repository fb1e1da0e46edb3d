using Media.Documents;

namespace Media.Orchestration.Steps;

/// <summary>Settings <c>Media:Steps</c>: how long to wait for workers and how often to try.</summary>
internal sealed class StepSettings
{
    public const string Section = "Media:Steps";

    /// <summary>Silence after which a running step counts as lost; 1 s to 1 h.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Wait before a message that nobody answered is said again, doubling; 100 ms to 1 h.</summary>
    public TimeSpan SayAgain { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The same for commands, which may wait in a worker's queue; 100 ms to 1 h.</summary>
    public TimeSpan AskAgain { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest of these waits; 1 s to 1 day.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Failures after which a step is given up; 1 to 100.</summary>
    public int Failures { get; set; } = 3;

    /// <summary>Losses after which a step is given up; 1 to 100.</summary>
    public int Losses { get; set; } = 10;

    /// <summary>Wait after the first failure, four times longer after each further one; 10 ms to 1 h.</summary>
    public TimeSpan Backoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many steps of one kind may be asked for and not answered before further ones wait for their turn; 1 to 100,000.</summary>
    public int Outstanding { get; set; } = 64;

    /// <summary>The same for one tenant's; 1 to 100,000.</summary>
    public int OutstandingOfTenant { get; set; } = 32;

    public SayAgain Messages => new(SayAgain, LongestWait);

    public SayAgain Commands => new(AskAgain, LongestWait);
}
