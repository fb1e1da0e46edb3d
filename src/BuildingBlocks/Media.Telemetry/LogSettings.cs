namespace Media.Telemetry;

/// <summary>Settings under <c>Media:Logs</c>.</summary>
public sealed class LogSettings
{
    internal const string Section = "Media:Logs";

    /// <summary><c>text</c>, a line for people, or <c>json</c>, a line for programs, with the scopes (trace, request, message).</summary>
    public string Format { get; set; } = "text";
}
