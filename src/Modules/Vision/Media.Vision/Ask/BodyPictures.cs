using System.Buffers;
using System.Security.Cryptography;
using Media.Blobs;
using Media.Imaging;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using static Media.Web.Problems;

namespace Media.Vision.Ask;

/// <summary>Takes a picture from a request's body: to a file, since decoders want to seek, and refused by its first bytes if it is no picture.</summary>
internal sealed class BodyPictures(SpoolFolder folder)
{
    /// <summary>The body as a file, which goes when it is disposed of, or why it is refused. Its length is the server's to limit.</summary>
    public async Task<(LocalBlob? Picture, ProblemHttpResult? Refusal)> Receive(HttpRequest request, CancellationToken stop)
    {
        if (request.HasFormContentType && !IsCurlsDefault(request))
        {
            return (null, Problem(ProblemCode.BodyTypeUnknown, "Send the picture's bytes as the body itself, or JSON with a fileId; not a form."));
        }

        if (Digests.Read(request.Headers, out var declared) is { } unreadable)
        {
            return (null, unreadable);
        }

        var file = folder.NewFile();
        var picture = new LocalBlob(file, temporary: file);
        var isKept = false;
        try
        {
            var refusal = await Write(request.Body, picture.Path, declared, stop);
            isKept = refusal is null;
            return (isKept ? picture : null, refusal);
        }
        finally
        {
            if (!isKept)
            {
                await picture.DisposeAsync();
            }
        }
    }

    // What curl --data-binary says of every body where nobody tells it better.
    private static bool IsCurlsDefault(HttpRequest request) =>
        request.ContentType!.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private static async Task<ProblemHttpResult?> Write(Stream body, string path, string? declared, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PictureSniffer.HeadLength);
        try
        {
            var read = await body.ReadAtLeastAsync(buffer, PictureSniffer.HeadLength, throwOnEndOfStream: false, stop);
            if (read == 0)
            {
                return Problem(ProblemCode.FileEmpty);
            }

            if (PictureSniffer.Sniff(buffer.AsSpan(0, read)) is null)
            {
                return Problem(ProblemCode.ImageTypeUnsupported);
            }

            using var hash = declared is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            for (; read > 0; read = await body.ReadAsync(buffer, stop))
            {
                hash?.AppendData(buffer.AsSpan(0, read));
                await file.WriteAsync(buffer.AsMemory(0, read), stop);
            }

            return hash is null || Convert.ToHexStringLower(hash.GetHashAndReset()).Equals(declared, StringComparison.Ordinal)
                ? null
                : Problem(ProblemCode.DigestMismatch);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
