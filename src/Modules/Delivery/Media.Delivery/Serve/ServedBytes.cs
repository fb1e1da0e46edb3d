using Media.Blobs;
using Media.Web;
using Microsoft.AspNetCore.Http;

namespace Media.Delivery.Serve;

/// <summary>The answer: 200, 206 or 304, streamed through one buffer.</summary>
internal sealed class ServedBytes : IResult
{
    private const int BufferBytes = 64 * 1024;

    private readonly Representation _representation;
    private readonly int _status;
    private readonly ByteRange? _range;
    private readonly BlobContent? _content;

    private ServedBytes(Representation representation, int status, ByteRange? range = null, BlobContent? content = null) =>
        (_representation, _status, _range, _content) = (representation, status, range, content);

    public static ServedBytes NotModified(Representation representation) => new(representation, StatusCodes.Status304NotModified);

    public static ServedBytes Head(Representation representation) => new(representation, StatusCodes.Status200OK);

    /// <param name="content">Disposed of with the answer.</param>
    public static ServedBytes Of(Representation representation, ByteRange? range, BlobContent content) =>
        new(representation, range is null ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent, range, content);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var content = _content;
        var response = httpContext.Response;
        response.StatusCode = _status;
        Describe(response);
        if (content is not null)
        {
            await content.Content.CopyToAsync(response.Body, BufferBytes, httpContext.RequestAborted);
        }
    }

    private void Describe(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ETag = _representation.ETag.ToString();
        headers.CacheControl = _representation.CacheControl;
        headers.ContentDisposition = _representation.ContentDisposition;
        headers.ContentSecurityPolicy = _representation.ContentSecurityPolicy;
        if (_representation.LastModified is { } time)
        {
            headers.LastModified = Microsoft.Net.Http.Headers.HeaderUtilities.FormatDate(time);
        }

        if (_status == StatusCodes.Status304NotModified)
        {
            return;
        }

        headers.AcceptRanges = "bytes";
        headers.ContentType = _representation.MediaType;
        // Of the whole, also where a part of it is served: RFC 9530, 3.
        headers["Repr-Digest"] = Digests.Format(_representation.Sha256);
        response.ContentLength = _range?.Length ?? _representation.Bytes;
        if (_range is not null)
        {
            headers.ContentRange = $"bytes {_range.Offset}-{_range.Last}/{_representation.Bytes}";
        }
    }
}
