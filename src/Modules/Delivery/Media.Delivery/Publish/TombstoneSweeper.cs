using Media.Documents;
using Media.Documents.Sweeping;

namespace Media.Delivery.Publish;

/// <summary>Lets go of tombstones once they have been kept long enough.</summary>
internal sealed class TombstoneSweeper(IDocuments<Publication> publications, SweepParts parts)
    : ExpirySweeper<Publication>("delivery/tombstones", publications, Publication.Due, parts);
