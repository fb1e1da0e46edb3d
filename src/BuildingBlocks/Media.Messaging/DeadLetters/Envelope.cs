using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Media.Messaging.DeadLetters;

/// <summary>What a refused message tells without its type: enough to name a dead letter, even of what cannot be read.</summary>
/// <param name="Type">The message's type as its urn, or unknown.</param>
/// <param name="Subject">
/// What it speaks of, since a message that is said again is a new one to the bus: its file and revision (and worker, where several say it of
/// one file), else the hash of the message.
/// </param>
internal sealed record Envelope(string Type, string Subject)
{
    /// <param name="body">MassTransit's envelope, or the message alone where the transport tells its type.</param>
    /// <param name="type">What the transport says of its type.</param>
    public static Envelope Read(byte[] body, string? type)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var message = type is null ? json.RootElement.GetProperty("message") : json.RootElement;
            type ??= json.RootElement.GetProperty("messageType")[0].GetString() ?? "unknown";
            // The message and not its envelope, which is another each time.
            return new Envelope(type, Revision(message) ?? HashOf(Encoding.UTF8.GetBytes(message.GetRawText())));
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return new Envelope(type ?? "unknown", HashOf(body));
        }
    }

    private static string? Revision(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty("fileId", out var file) && message.TryGetProperty("revision", out var revision)
            ? $"{file}/{revision}/{(message.TryGetProperty("worker", out var worker) ? worker : default)}"
            : null;

    private static string HashOf(byte[] body) => Convert.ToHexStringLower(SHA256.HashData(body));
}
