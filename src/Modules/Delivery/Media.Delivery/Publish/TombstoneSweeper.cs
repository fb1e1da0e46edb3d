using Media.Documents;
using Media.Documents.Sweeping;

namespace Media.Delivery.Publish;

/// <summary>Lets go of tombstones once they have been kept long enough.</summary>
internal sealed class TombstoneSweeper(IDocuments<Publication> publications, SweepParts parts)
    : Sweeper<Publication>("delivery/tombstones", publications, Publication.Due, parts)
{
    private readonly IDocuments<Publication> _publications = publications;

    protected override Task Attend(Publication document, DateTimeOffset? voidBefore, CancellationToken stop) =>
        _publications.Delete(document.Id, document.Version, stop);
}
