using System.Security.Cryptography;
using System.Text.Json;

namespace Media.Messaging.DeadLetters;

/// <summary>What a message's envelope tells without its type: enough to name a dead letter, even of what cannot be read.</summary>
internal static class Envelope
{
    /// <returns>The message type, or unknown; and what it speaks of, since a message that is said again is a new one to the bus: its file and
    /// revision, else the hash of its bytes.</returns>
    public static (string Type, string Subject) Read(byte[] body)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            var type = envelope.RootElement.GetProperty("messageType")[0].GetString() ?? "unknown";
            var message = envelope.RootElement.GetProperty("message");
            var file = message.TryGetProperty("fileId", out var id) ? id.ToString() : null;
            var revision = message.TryGetProperty("revision", out var number) ? number.ToString() : "";
            return (type, file is null ? HashOf(body) : $"{file}/{revision}");
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return ("unknown", HashOf(body));
        }
    }

    private static string HashOf(byte[] body) => Convert.ToHexStringLower(SHA256.HashData(body));
}
