using System.Globalization;
using Media.Documents;
using Media.Orchestration.Track;

namespace Media.Orchestration.Log;

/// <summary>
/// A file's transitions. They are written in the saga document with the change that they tell of; whoever next writes the saga
/// makes them documents first and drops them then. The other way round a crash between the two would lose them.
/// </summary>
internal sealed class EventLog(IDocuments<FileEvent> events)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Inserts what rides in the document as stored; what is there already is done.</summary>
    public async Task Flush(FileState file, CancellationToken stop)
    {
        // At once, so that a store which commits in groups commits them as one.
        await Task.WhenAll(file.Events.Select(riding => events.Insert(riding, stop)));
        file.Events.Clear();
    }

    /// <summary>Adds a transition to the write that is being prepared.</summary>
    public static void Add(FileState file, string? step, string from, string to, DateTimeOffset now, int attempt = 0, string? code = null) =>
        file.Events.Add(new FileEvent
        {
            FileId = file.CorrelationId,
            Tenant = file.Tenant,
            Place = string.Create(CultureInfo.InvariantCulture, $"{file.Version + 1:D10}.{file.Events.Count:D3}"),
            At = now,
            KeepUntil = now + Kept,
            Step = step,
            From = from,
            To = to,
            Generation = file.Generation,
            Attempt = attempt,
            Code = code,
        });
}
