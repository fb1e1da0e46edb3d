namespace Media.Blobs;

/// <summary>
/// A blob that a client brings in parts, straight to the store: begun here, each part put by the client at an address that serves it alone, completed
/// here. Only the engine <c>s3</c> can; with another there is no such service. Keys are as in <see cref="IBlobs"/>, and every call but
/// <see cref="Address"/> throws <see cref="BlobsUnavailableException"/> where the store is out of reach.
/// </summary>
public interface IBlobParts
{
    /// <summary>Shortest part but the last, in bytes; the last may have 1. S3's own limit, as are the next three.</summary>
    const long LeastBytes = 5 * 1024 * 1024;

    /// <summary>Longest part, in bytes.</summary>
    const long MostBytes = 5L * 1024 * 1024 * 1024;

    /// <summary>Highest number of a part; the first is 1.</summary>
    const int MostParts = 10_000;

    /// <summary>Farthest that an address may last (Signature Version 4, X-Amz-Expires).</summary>
    static readonly TimeSpan LongestAddress = TimeSpan.FromDays(7);

    /// <summary>Begins an upload: nothing of it is a blob until it is completed. One that is neither completed nor aborted goes after two days.</summary>
    /// <returns>The store's own name for the upload; not a secret, and of no use without an address.</returns>
    Task<string> Begin(string key, CancellationToken stop);

    /// <summary>
    /// The address at which whoever has it may PUT the bytes of one part, again and again until <paramref name="until"/>: a secret. No header but Host
    /// and Content-Length may be one that the store signs (Signature Version 4, query parameters). The store is not asked: whether the upload still
    /// stands shows when the part comes.
    /// </summary>
    /// <param name="number">1 to <see cref="MostParts"/>. Parts may come in any order, and side by side.</param>
    /// <param name="bytes">Length of the part, 1 to <see cref="MostBytes"/>: the store refuses any other.</param>
    /// <param name="until">In the future, and no farther than <see cref="LongestAddress"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number, length or time that is none of these.</exception>
    Task<Uri> Address(string key, string upload, int number, long bytes, DateTimeOffset until);

    /// <summary>The parts that are there, by number; null where there is no such upload: it was completed or aborted, or never begun.</summary>
    Task<IReadOnlyList<BlobPart>?> List(string key, string upload, CancellationToken stop);

    /// <summary>
    /// Makes the parts that are there a blob, in the order of their numbers, where there is none of that key. Of several calls at once one completes.
    /// Only <see cref="PartsEnd.Completed"/> changes anything.
    /// </summary>
    /// <param name="bytes">Length that they must have together.</param>
    Task<PartsEnd> Complete(string key, string upload, long bytes, CancellationToken stop);

    /// <summary>Ends an upload; its parts go. Nothing happens where there is none.</summary>
    Task Abort(string key, string upload, CancellationToken stop);
}

/// <param name="Number">1 to 10,000.</param>
/// <param name="Bytes">Length in bytes.</param>
/// <param name="ETag">The store's name for these bytes, in quotes as the store answers the client's PUT with it.</param>
public sealed record BlobPart(int Number, long Bytes, string ETag);

/// <summary>How an attempt to complete an upload ended.</summary>
public enum PartsEnd
{
    /// <summary>The blob is there.</summary>
    Completed,

    /// <summary>Another blob of the key is there, or is being completed. This upload can only be aborted.</summary>
    Taken,

    /// <summary>The parts have not the declared length together: one is missing, or is longer or shorter.</summary>
    WrongLength,

    /// <summary>A part other than the last is shorter than <see cref="IBlobParts.LeastBytes"/>.</summary>
    PartTooShort,

    /// <summary>A part was put again while its upload was being completed. Try once more.</summary>
    PartChanged,

    /// <summary>There is no such upload (any more). Whether it was completed, perhaps by this very call, a look at the blob tells.</summary>
    NoUpload,
}
