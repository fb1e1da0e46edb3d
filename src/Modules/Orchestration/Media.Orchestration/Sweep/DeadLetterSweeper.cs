using Media.Documents;
using Media.Documents.Sweeping;
using Media.Messaging.DeadLetters;

namespace Media.Orchestration.Sweep;

/// <summary>Lets go of dead letters that nobody wanted for long enough, and of those that were replayed and have not come back.</summary>
internal sealed class DeadLetterSweeper(IDocuments<DeadLetter> letters, SweepParts parts)
    : ExpirySweeper<DeadLetter>("orchestration/dead-letters", letters, DeadLetter.Expiry, parts);
