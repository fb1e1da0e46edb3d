using Media.Documents;
using Media.Documents.Sweeping;
using Media.Orchestration.Log;

namespace Media.Orchestration.Sweep;

/// <summary>Lets go of transitions once they have been kept long enough.</summary>
internal sealed class EventSweeper(IDocuments<FileEvent> events, SweepParts parts)
    : ExpirySweeper<FileEvent>("orchestration/events", events, FileEvent.Expiry, parts);
