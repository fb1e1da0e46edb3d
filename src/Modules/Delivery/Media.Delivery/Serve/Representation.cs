using Microsoft.Net.Http.Headers;

namespace Media.Delivery.Serve;

/// <summary>Bytes that can be had at an address, and what is said of them.</summary>
/// <param name="Blob">Key in the blob store.</param>
/// <param name="Bytes">Length.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="MediaType">As it is sent.</param>
/// <param name="CacheControl">As it is sent.</param>
internal sealed record Representation(string Blob, long Bytes, string Sha256, string MediaType, string CacheControl)
{
    /// <summary>For what must be asked for again each time it is shown: it may be withdrawn.</summary>
    public const string AskAgain = "private, no-cache";

    /// <summary>For what an address names by its digest: other bytes have another address.</summary>
    public const string Immutable = "private, max-age=31536000, immutable";

    private readonly DateTimeOffset? _lastModified;

    /// <summary>To the second, as HTTP tells time; null where it is not known.</summary>
    public DateTimeOffset? LastModified
    {
        get => _lastModified;
        init => _lastModified = value is { } time ? new DateTimeOffset(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero) : null;
    }

    public string? ContentDisposition { get; init; }

    public string? ContentSecurityPolicy { get; init; }

    public EntityTagHeaderValue ETag => new($"\"{Sha256}\"");
}
