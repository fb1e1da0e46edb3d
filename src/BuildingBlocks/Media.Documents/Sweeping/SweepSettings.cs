namespace Media.Documents.Sweeping;

/// <summary>Settings <c>Media:Sweep</c>.</summary>
public sealed class SweepSettings
{
    public const string Section = "Media:Sweep";

    /// <summary>How often sweepers look for what is due; 10 ms to 1 h.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(5);
}
