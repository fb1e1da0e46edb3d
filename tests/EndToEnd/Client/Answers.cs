namespace Media.EndToEnd.Tests.Client;

// What the interface's description promises, as far as these tests read it.

internal sealed record StoredFile(
    Guid Id, string Name, string MediaType, long Bytes, string Sha256, string State, DateTimeOffset UpdatedAt, IReadOnlyDictionary<string, string?> Links);

internal sealed record Status(Guid Id, string State, string Preset, double Progress, DateTimeOffset StoredAt, DateTimeOffset? EndedAt, Step[] Steps, long Version)
{
    public bool IsFinal => State != "processing";

    public Step this[string step] => Steps.Single(s => s.Name == step);

    public override string ToString() =>
        $"{Id} {State}: {string.Join(", ", Steps.Select(s => $"{s.Name} {s.State} (attempt {s.Attempt}{(s.Reason is { } r ? $", {r.Code}: {r.Detail}" : "")})"))}";
}

internal sealed record Step(string Name, string State, int Attempt, double Progress, DateTimeOffset? RequestedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? Worker, Reason? Reason);

internal sealed record Reason(string Code, string Detail);

internal sealed record Rendition(string Name, string Format, string MediaType, int Width, int Height, long Bytes, string Sha256, string Url);

internal sealed record Detections(string Model, string Version, int Width, int Height, double Elapsed, Detection[] Found)
{
    [System.Text.Json.Serialization.JsonPropertyName("detections")]
    public Detection[] Found { get; init; } = Found;
}

internal sealed record Detection(string Label, string Category, double Confidence, Box Box, Box RelativeBox);

internal sealed record Box(double X, double Y, double Width, double Height);

internal sealed record DeadLetter(string Id, string Endpoint, string MessageType, string Reason, int Repeats);

internal sealed record Page<T>(T[] Items, string? Next);

internal sealed record Problem(string Type, string Title, int Status, string Detail, string Code, string TraceId);
