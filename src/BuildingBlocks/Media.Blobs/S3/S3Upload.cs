using System.Buffers;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace Media.Blobs.S3;

/// <summary>
/// One blob on its way in: hashed as it comes, sent in parts of 8 MiB, up to three of a blob at once while the next one is read. What is shorter
/// than a part is one call. The client checksums and signs each part, and the store verifies both.
/// </summary>
internal sealed class S3Upload(S3Store store, string key, bool isNew)
{
    private const int FirstBuffer = 64 * 1024;
    private const int PartBytes = 8 * 1024 * 1024;

    // After as many parts they double, so that 10,000 of them hold the longest blob.
    private const int PartsOfOneSize = 1000;
    private const int AtOnce = 3;

    // Of all blobs together: what waits to be sent holds memory.
    private static readonly SemaphoreSlim Sending = new(16, 16);

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<PartETag> _parts = [];
    private readonly List<Task> _sending = [];
    private string? _id;
    private long _bytes;

    /// <returns>Null where the blob was to be new and is not.</returns>
    public async Task<BlobWritten?> Write(Stream content, long maxBytes, CancellationToken stop)
    {
        try
        {
            for (var number = 1; ; number++)
            {
                var size = PartBytes << Math.Min((number - 1) / PartsOfOneSize, 6);
                var (buffer, length) = await Read(content, size, maxBytes, stop);
                var isLast = length < size;
                if (isLast && number == 1)
                {
                    return await PutWhole(buffer, length, stop) ? Written() : null;
                }

                if (length == 0)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }
                else
                {
                    await Send(number, buffer, length, stop);
                }

                if (isLast)
                {
                    await Task.WhenAll(_sending);
                    return await Complete(stop) ? Written() : null;
                }
            }
        }
        catch
        {
            await Abort();
            throw;
        }
        finally
        {
            _hash.Dispose();
        }
    }

    private BlobWritten Written() => new(_bytes, Convert.ToHexStringLower(_hash.GetHashAndReset()));

    // Grows with what comes: who sends slowly holds no whole part's memory.
    private async Task<(byte[] Buffer, int Length)> Read(Stream content, int size, long maxBytes, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        var length = 0;
        try
        {
            while (length < size)
            {
                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(Math.Min(size, buffer.Length * 2));
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                var read = await content.ReadAsync(buffer.AsMemory(length, Math.Min(buffer.Length, size) - length), stop);
                if (read == 0)
                {
                    return (buffer, length);
                }

                _hash.AppendData(buffer, length, read);
                length += read;
                _bytes += read;
                if (_bytes > maxBytes)
                {
                    throw new BlobTooLargeException(maxBytes);
                }
            }

            return (buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    // Here and for parts: a call that took too long is left while the client may still read the buffer, so only what was sent gives it back.
    private async Task<bool> PutWhole(byte[] buffer, int length, CancellationToken stop)
    {
        try
        {
            using var body = new MemoryStream(buffer, 0, length, writable: false);
            var request = new PutObjectRequest
            {
                BucketName = store.Bucket,
                Key = key,
                InputStream = body,
                AutoCloseStream = false,
                UseChunkEncoding = false,
                IfNoneMatch = isNew ? "*" : null,
            };
            await store.Send((s3, limit) => s3.PutObjectAsync(request, limit), stop);
            ArrayPool<byte>.Shared.Return(buffer);
            return true;
        }
        catch (AmazonS3Exception answer) when (isNew && S3Errors.IsTaken(answer))
        {
            return false;
        }
    }

    private async Task Send(int number, byte[] buffer, int length, CancellationToken stop)
    {
        try
        {
            _id ??= (await store.Run(
                (s3, limit) => s3.InitiateMultipartUploadAsync(
                    new InitiateMultipartUploadRequest
                    {
                        BucketName = store.Bucket,
                        Key = key,
                        ChecksumAlgorithm = ChecksumAlgorithm.CRC32,
                        // The store adds the parts' up, so that who reads the blob can compare: a checksum of checksums nobody can.
                        ChecksumType = ChecksumType.FULL_OBJECT,
                    },
                    limit),
                stop)).UploadId;
            while (_sending.Count >= AtOnce)
            {
                var sent = await Task.WhenAny(_sending);
                _sending.Remove(sent);
                await sent;
            }

            await Sending.WaitAsync(stop);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }

        _sending.Add(SendPart(number, buffer, length, stop));
    }

    private async Task SendPart(int number, byte[] buffer, int length, CancellationToken stop)
    {
        try
        {
            using var body = new MemoryStream(buffer, 0, length, writable: false);
            var request = new UploadPartRequest
            {
                BucketName = store.Bucket,
                Key = key,
                UploadId = _id,
                PartNumber = number,
                PartSize = length,
                InputStream = body,
                UseChunkEncoding = false,
                ChecksumAlgorithm = ChecksumAlgorithm.CRC32,
            };
            var answer = await store.Send((s3, limit) => s3.UploadPartAsync(request, limit), stop);
            lock (_parts)
            {
                _parts.Add(new PartETag(number, answer.ETag) { ChecksumCRC32 = answer.ChecksumCRC32 });
            }

            ArrayPool<byte>.Shared.Return(buffer);
        }
        finally
        {
            Sending.Release();
        }
    }

    private async Task<bool> Complete(CancellationToken stop)
    {
        try
        {
            var request = new CompleteMultipartUploadRequest
            {
                BucketName = store.Bucket,
                Key = key,
                UploadId = _id,
                PartETags = [.. _parts.OrderBy(p => p.PartNumber)],
                ChecksumType = ChecksumType.FULL_OBJECT,
                IfNoneMatch = isNew ? "*" : null,
            };
            await store.Send((s3, limit) => s3.CompleteMultipartUploadAsync(request, limit), stop);
            return true;
        }
        catch (AmazonS3Exception answer) when (isNew && S3Errors.IsTaken(answer))
        {
            await Abort();
            return false;
        }
    }

    // What cannot be given back now, the bucket's rule lets go of.
    private async Task Abort()
    {
        await Task.WhenAll(_sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_id is null)
        {
            return;
        }

        try
        {
            await store.Run(
                (s3, limit) => s3.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = store.Bucket, Key = key, UploadId = _id }, limit),
                CancellationToken.None);
        }
        catch (Exception unable) when (unable is BlobsUnavailableException or AmazonS3Exception)
        {
            // As said.
        }
    }
}
