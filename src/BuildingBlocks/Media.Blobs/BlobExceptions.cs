namespace Media.Blobs;

/// <summary>The blob store is out of reach, full, or took too long.</summary>
public sealed class BlobsUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>There were more bytes than the caller allowed.</summary>
public sealed class BlobTooLargeException(long maxBytes) : Exception($"more than {maxBytes} bytes")
{
    public long MaxBytes { get; } = maxBytes;
}
