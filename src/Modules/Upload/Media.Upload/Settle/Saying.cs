using Media.Messaging;
using Microsoft.Extensions.Logging;

namespace Media.Upload.Settle;

/// <summary>Says what a document owes, once it is written. A bus out of reach refuses nobody's upload: what was not said now is said again.</summary>
internal sealed class Saying(IEmit emit, TimeProvider time, ILogger<Saying> log)
{
    // The client waits for its answer meanwhile.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    public async Task Say(IReadOnlyList<object> messages)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        try
        {
            foreach (var message in messages)
            {
                await emit.Emit(message, limit.Token);
            }
        }
        catch (Exception unsaid)
        {
            // Whatever it was: the write it follows has happened, and the answer must say so.
            log.LogWarning("{Messages} wait to be said again: {Reason}", messages.Count, unsaid.Message);
        }
    }
}
