using System.Security.Cryptography;
using System.Text;
using MassTransit;
using Media.Documents;
using Microsoft.Extensions.Logging;

namespace Media.Messaging.DeadLetters;

/// <summary>
/// Keeps what cannot be read, or what a handler's code refuses, as a document, so that the rest goes on and nothing is dropped in silence.
/// It stands where MassTransit would move a message to its error queue: outside the outbox, so that a refused handler says nothing.
/// </summary>
internal sealed partial class DeadLetterFilter(
    string endpoint, IDocuments<DeadLetter> letters, TimeSpan wait, TimeProvider time, ILogger<DeadLetterFilter> log)
    : IFilter<ExceptionReceiveContext>
{
    // A body larger than this is no message of ours; its beginning tells what it was.
    private const int LongestBody = 64 * 1024;

    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (OutOfReach.Is(context.Exception))
        {
            // Neither refused nor failed: who delivers it does so again.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(context.Exception);
        }

        var (type, subject) = Envelope.Read(context.GetBody(), context.TransportHeaders.Get<string>(MessageHeaders.MessageType));
        Refused(log, endpoint, type, context.Exception);
        while (true)
        {
            try
            {
                if (await Keep(context, type, subject) == Write.Written)
                {
                    return;
                }
            }
            catch (DocumentsUnavailableException)
            {
                await Task.Delay(wait, time, context.CancellationToken);
            }
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetter");

    private async Task<Write> Keep(ExceptionReceiveContext context, string type, string subject)
    {
        var stop = context.CancellationToken;
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{endpoint}\n{type}\n{subject}")));
        var reason = $"{context.Exception.GetType().Name}: {context.Exception.Message}";
        var now = time.GetUtcNow();
        if (await letters.Get(id, stop) is { } known)
        {
            known.Repeats++;
            known.LastAt = now;
            known.Reason = reason;
            return await letters.Replace(known, stop);
        }

        var body = context.GetBody();
        return await letters.Insert(
            new DeadLetter
            {
                Id = id,
                Endpoint = endpoint,
                MessageType = type,
                Body = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, LongestBody))),
                Reason = reason,
                FirstAt = now,
                LastAt = now,
            },
            stop);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Endpoint} refused {Type}; it is kept as a dead letter")]
    private static partial void Refused(ILogger log, string endpoint, string type, Exception exception);
}
