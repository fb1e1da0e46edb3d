using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace Media.Blobs.S3;

/// <summary>Blobs as objects of one bucket.</summary>
internal sealed class S3Blobs(S3Store store) : IBlobs
{
    private const int DeletedTogether = 1000;

    public async Task<BlobWritten> Write(string key, Stream content, long maxBytes, CancellationToken stop)
    {
        BlobKey.Check(key);
        return (await new S3Upload(store, key, isNew: false).Write(content, maxBytes, stop))!;
    }

    public async Task<BlobWritten?> WriteNew(string key, Stream content, long maxBytes, CancellationToken stop) =>
        await Stat(key, stop) is null ? await new S3Upload(store, key, isNew: true).Write(content, maxBytes, stop) : null;

    public async Task<BlobContent?> Read(string key, long offset, long? length, CancellationToken stop)
    {
        BlobKey.Check(key);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (length is { } most)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(most);
        }

        if (length == 0)
        {
            return await Nothing(key, offset, stop);
        }

        var request = new GetObjectRequest { BucketName = store.Bucket, Key = key };
        if (offset > 0 || length is not null)
        {
            request.ByteRange = new ByteRange(offset, length is { } bytes && offset <= long.MaxValue - bytes ? offset + bytes - 1 : long.MaxValue);
        }

        try
        {
            var response = await store.Run((s3, limit) => s3.GetObjectAsync(request, limit), stop);
            var whole = response.ContentRange is { } range ? long.Parse(range.AsSpan(range.LastIndexOf('/') + 1), System.Globalization.CultureInfo.InvariantCulture) : response.ContentLength;
            return new BlobContent(new S3Body(response, response.ContentLength, store.Limit), whole);
        }
        catch (AmazonS3Exception answer) when (S3Errors.IsMissing(answer))
        {
            return null;
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return await Nothing(key, offset, stop);
        }
    }

    public async Task<BlobFacts?> Stat(string key, CancellationToken stop)
    {
        BlobKey.Check(key);
        try
        {
            var found = await store.Run((s3, limit) => s3.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = store.Bucket, Key = key }, limit), stop);
            return new BlobFacts(key, found.ContentLength, At(found.LastModified));
        }
        catch (AmazonS3Exception answer) when (S3Errors.IsMissing(answer))
        {
            return null;
        }
    }

    public async Task<LocalBlob?> Localize(string key, CancellationToken stop)
    {
        await using var blob = await Read(key, 0, null, stop);
        return blob is null ? null : await LocalCopy.Of(blob.Content, stop);
    }

    public Task Delete(string key, CancellationToken stop)
    {
        BlobKey.Check(key);
        return store.Run((s3, limit) => s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = store.Bucket, Key = key }, limit), stop);
    }

    public async Task<long> DeleteUnder(string prefix, CancellationToken stop)
    {
        BlobKey.CheckFolder(prefix);
        long deleted = 0;
        await foreach (var some in List(prefix, stop).Chunk(DeletedTogether).WithCancellation(stop))
        {
            var request = new DeleteObjectsRequest { BucketName = store.Bucket, Quiet = true, Objects = [.. some.Select(b => new KeyVersion { Key = b.Key })] };
            try
            {
                await store.Run((s3, limit) => s3.DeleteObjectsAsync(request, limit), stop);
            }
            catch (DeleteObjectsException kept)
            {
                throw new BlobsUnavailableException($"the store kept {kept.Response.DeleteErrors?.Count} of {some.Length} blobs that were to be deleted", kept);
            }

            deleted += some.Length;
        }

        return deleted;
    }

    public async IAsyncEnumerable<BlobFacts> List(string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        BlobKey.CheckPrefix(prefix);
        var request = new ListObjectsV2Request { BucketName = store.Bucket, Prefix = prefix };
        do
        {
            var page = await store.Run((s3, limit) => s3.ListObjectsV2Async(request, limit), stop);
            foreach (var blob in page.S3Objects ?? [])
            {
                yield return new BlobFacts(blob.Key, blob.Size ?? 0, At(blob.LastModified));
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    private static DateTimeOffset At(DateTime? written) => written is { } time ? new DateTimeOffset(time.ToUniversalTime()) : DateTimeOffset.UnixEpoch;

    // A range that holds no byte is one that S3 does not know.
    private async Task<BlobContent?> Nothing(string key, long offset, CancellationToken stop)
    {
        if (await Stat(key, stop) is not { } blob)
        {
            return null;
        }

        return offset <= blob.Bytes
            ? new BlobContent(Stream.Null, blob.Bytes)
            : throw new ArgumentOutOfRangeException(nameof(offset), offset, $"the blob has {blob.Bytes} bytes");
    }
}
