namespace Media.Processing.Contracts;

/// <summary>The original that a command speaks of, so that a worker needs to ask nobody.</summary>
/// <param name="Blob">Key of the original in the blob store.</param>
/// <param name="MediaType">Sniffed from the bytes.</param>
/// <param name="Bytes">Length in bytes.</param>
/// <param name="Sha256">Lower-case hex digest.</param>
public sealed record Source(string Blob, string MediaType, long Bytes, string Sha256);
