namespace Media.Work;

/// <summary>Settings <c>Media:Work</c>.</summary>
public sealed class WorkSettings
{
    public const string Section = "Media:Work";

    /// <summary>How often a worker says that it still works; 50 ms to 1 minute. Well below the step lease.</summary>
    public TimeSpan ProgressEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest that one run of a step may take; 1 s to 1 day.</summary>
    public TimeSpan StepLimit { get; set; } = TimeSpan.FromMinutes(10);
}
