using Amazon.S3;
using Amazon.S3.Model;

namespace Media.Blobs.S3;

/// <summary>Multipart uploads whose parts come from clients. The store adds up no checksums of theirs: who completes one reads the blob and hashes it.</summary>
internal sealed class S3Parts(S3Store store, TimeProvider clock) : IBlobParts
{
    public async Task<string> Begin(string key, CancellationToken stop)
    {
        BlobKey.Check(key);
        var begun = await store.Run((s3, limit) => s3.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = store.Bucket, Key = key }, limit), stop);
        return begun.UploadId;
    }

    public async Task<Uri> Address(string key, string upload, int number, long bytes, DateTimeOffset until)
    {
        BlobKey.Check(key);
        ArgumentException.ThrowIfNullOrEmpty(upload);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, IBlobParts.MostParts);
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, IBlobParts.MostBytes);
        var now = clock.GetUtcNow();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(until, now);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(until, now + IBlobParts.LongestAddress);
        var request = new GetPreSignedUrlRequest
        {
            BucketName = store.Bucket,
            Key = key,
            Verb = HttpVerb.PUT,
            UploadId = upload,
            PartNumber = number,
            Expires = until.UtcDateTime,
        };
        request.Headers.ContentLength = bytes;
        return await store.Presign(request);
    }

    public async Task<IReadOnlyList<BlobPart>?> List(string key, string upload, CancellationToken stop)
    {
        BlobKey.Check(key);
        var parts = new List<BlobPart>();
        var request = new ListPartsRequest { BucketName = store.Bucket, Key = key, UploadId = upload };
        try
        {
            while (true)
            {
                var page = await store.Run((s3, limit) => s3.ListPartsAsync(request, limit), stop);
                parts.AddRange((page.Parts ?? []).Select(p => new BlobPart(p.PartNumber ?? 0, p.Size ?? 0, p.ETag)));
                if (page.IsTruncated != true)
                {
                    return parts;
                }

                request.PartNumberMarker = page.NextPartNumberMarker?.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
        }
        catch (AmazonS3Exception answer) when (S3Errors.IsMissing(answer))
        {
            return null;
        }
    }

    public async Task<PartsEnd> Complete(string key, string upload, long bytes, CancellationToken stop)
    {
        if (await List(key, upload, stop) is not { } parts)
        {
            return PartsEnd.NoUpload;
        }

        if (parts.Count == 0 || parts.Sum(p => p.Bytes) != bytes)
        {
            return PartsEnd.WrongLength;
        }

        if (parts.SkipLast(1).Any(p => p.Bytes < IBlobParts.LeastBytes))
        {
            return PartsEnd.PartTooShort;
        }

        var request = new CompleteMultipartUploadRequest
        {
            BucketName = store.Bucket,
            Key = key,
            UploadId = upload,
            // By what was counted: a part that is put again meanwhile has another tag, and is refused.
            PartETags = [.. parts.Select(p => new PartETag(p.Number, p.ETag))],
            IfNoneMatch = "*",
        };
        try
        {
            await store.Send((s3, limit) => s3.CompleteMultipartUploadAsync(request, limit), stop);
            return PartsEnd.Completed;
        }
        catch (AmazonS3Exception answer) when (End(answer) is { } end)
        {
            return end;
        }
    }

    public async Task Abort(string key, string upload, CancellationToken stop)
    {
        BlobKey.Check(key);
        try
        {
            await store.Run(
                (s3, limit) => s3.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = store.Bucket, Key = key, UploadId = upload }, limit), stop);
        }
        catch (AmazonS3Exception answer) when (S3Errors.IsMissing(answer))
        {
            // It is over already.
        }
    }

    private static PartsEnd? End(AmazonS3Exception answer) => answer switch
    {
        _ when S3Errors.IsTaken(answer) => PartsEnd.Taken,
        _ when S3Errors.IsMissing(answer) => PartsEnd.NoUpload,
        { ErrorCode: "EntityTooSmall" } => PartsEnd.PartTooShort,
        { ErrorCode: "InvalidPart" } => PartsEnd.PartChanged,
        _ => null,
    };
}
