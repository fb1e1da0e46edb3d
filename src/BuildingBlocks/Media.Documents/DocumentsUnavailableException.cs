namespace Media.Documents;

/// <summary>The document store is out of reach, or took too long. The write may or may not have happened: read before you answer.</summary>
public sealed class DocumentsUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
