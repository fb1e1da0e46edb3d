using System.Security.Cryptography;
using System.Text;
using MassTransit;
using Media.Documents;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Media.Messaging.DeadLetters;

/// <summary>Writes dead letters; a store out of reach is waited for.</summary>
internal sealed partial class Keeping(
    IDocuments<DeadLetter> letters, DeadLetterMeter meter, IOptions<BusSettings> settings, TimeProvider time, ILogger<Keeping> log)
{
    private static readonly UTF8Encoding Text = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public async Task Keep(string endpoint, ReceiveContext context, string reason, Exception? exception)
    {
        var message = RefusedMessage.Of(context);
        Refused(log, endpoint, message.Type, exception);
        while (true)
        {
            try
            {
                if (await Write(endpoint, message, reason, context.CancellationToken))
                {
                    return;
                }
            }
            catch (DocumentsUnavailableException)
            {
                await Task.Delay(settings.Value.OutOfReachWait, time, context.CancellationToken);
            }
        }
    }

    // False where somebody else wrote the same letter in between.
    private async Task<bool> Write(string endpoint, RefusedMessage message, string reason, CancellationToken stop)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{endpoint}\n{message.Type}\n{message.Subject}")));
        var known = await letters.Get(id, stop);
        var now = time.GetUtcNow();
        var (text, bytes) = Kept(message.Body ?? []);
        // What came last stands there: the same message, as far as its name tells.
        var letter = new DeadLetter
        {
            Id = id,
            Version = known?.Version ?? 0,
            Endpoint = endpoint,
            MessageType = message.Type,
            Topic = message.Topic,
            Key = message.Key,
            Headers = message.Headers,
            Body = text ?? "",
            Bytes = bytes,
            Length = message.Body?.Length,
            Reason = reason,
            Repeats = known is null ? 0 : known.Repeats + 1,
            FirstAt = known?.FirstAt ?? now,
            LastAt = now,
        };
        if (await (known is null ? letters.Insert(letter, stop) : letters.Replace(letter, stop)) != Documents.Write.Written)
        {
            return false;
        }

        meter.Kept(endpoint, isRepeat: known is not null);
        return true;
    }

    private static (string? Text, byte[]? Bytes) Kept(byte[] body)
    {
        var length = Math.Min(body.Length, DeadLetter.LongestBody);
        while (length < body.Length && length > 0 && (body[length] & 0xC0) == 0x80)
        {
            // Not within a character.
            length--;
        }

        try
        {
            return (Text.GetString(body, 0, length), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, body[..length]);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Endpoint} refused {Type}; it is kept as a dead letter")]
    private static partial void Refused(ILogger log, string endpoint, string type, Exception? exception);
}
