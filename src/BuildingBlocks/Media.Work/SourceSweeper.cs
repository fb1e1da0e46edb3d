using Media.Documents;
using Media.Documents.Sweeping;

namespace Media.Work;

/// <summary>Lets go of tombstones once they have been kept long enough.</summary>
internal sealed class SourceSweeper(string module, IDocuments<SourceDocument> sources, SweepParts parts)
    : Sweeper<SourceDocument>($"{module}/sources", sources, SourceDocument.Due, parts)
{
    private readonly IDocuments<SourceDocument> _sources = sources;

    protected override Task Attend(SourceDocument document, DateTimeOffset? voidBefore, CancellationToken stop) =>
        _sources.Delete(document.Id, document.Version, stop);
}
