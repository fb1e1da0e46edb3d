using Media.Documents;
using Media.Documents.Sweeping;

namespace Media.Work;

/// <summary>Lets go of tombstones once they have been kept long enough.</summary>
internal sealed class SourceSweeper(string module, IDocuments<SourceDocument> sources, SweepParts parts)
    : ExpirySweeper<SourceDocument>($"{module}/sources", sources, SourceDocument.Due, parts);
