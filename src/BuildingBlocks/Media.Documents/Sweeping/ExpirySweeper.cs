namespace Media.Documents.Sweeping;

/// <summary>Lets go of documents once they have been kept long enough. One that has changed meanwhile stays until it is due again.</summary>
/// <param name="name">Of the lease: module and what is swept.</param>
/// <param name="due">An index whose only field is the time until which a document is kept.</param>
public abstract class ExpirySweeper<T>(string name, IDocuments<T> documents, Index<T> due, SweepParts parts) : Sweeper<T>(name, documents, due, parts)
    where T : class, IDocument
{
    private readonly IDocuments<T> _documents = documents;

    protected sealed override Task Attend(T document, DateTimeOffset? voidBefore, CancellationToken stop) =>
        _documents.Delete(document.Id, document.Version, stop);
}
