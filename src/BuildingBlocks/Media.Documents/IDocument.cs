namespace Media.Documents;

/// <summary>A document of a collection: kept as JSON (camelCase), found by its id, replaced by its version.</summary>
public interface IDocument
{
    /// <summary>Unique in the collection; 1 to 200 characters.</summary>
    string Id { get; }

    /// <summary>1 once inserted, one more with each replacement. Set by the store.</summary>
    long Version { get; set; }
}
