using Media.Blobs;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Delivery.Serve;

/// <summary>Answers GET and HEAD of bytes: conditions first, then the range, then the blob.</summary>
internal sealed class BlobServer(IBlobs blobs)
{
    /// <param name="gone">What is answered where the blob is no more: its file is being purged.</param>
    public async Task<Results<ServedBytes, ProblemHttpResult>> Serve(
        HttpContext context, Representation representation, ProblemCode gone, CancellationToken stop)
    {
        var request = context.Request;
        switch (Conditions.Check(request, representation.ETag, representation.LastModified))
        {
            case Condition.Failed:
                return Problem(ProblemCode.PreconditionFailed);
            case Condition.NotModified:
                return ServedBytes.NotModified(representation);
            case Condition.Serve when HttpMethods.IsHead(request.Method):
                // A range means nothing here: RFC 9110, 14.2 defines it for GET.
                return ServedBytes.Head(representation);
        }

        ByteRange? range = null;
        if (Conditions.RangeHolds(request, representation.ETag, representation.LastModified)
            && !ByteRange.TryRead(request.Headers.Range, representation.Bytes, out range))
        {
            context.Response.Headers.ContentRange = $"bytes */{representation.Bytes}";
            return Problem(ProblemCode.RangeNotSatisfiable, $"Ask for bytes below {representation.Bytes}.");
        }

        return await blobs.Read(representation.Blob, range?.Offset ?? 0, range?.Length, stop) is { } content
            ? ServedBytes.Of(representation, range, content)
            : Problem(gone);
    }
}
