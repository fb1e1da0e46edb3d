using Amazon.Runtime;
using Amazon.S3.Model;

namespace Media.Blobs.S3;

/// <summary>
/// A blob's bytes as they come. One that ends early, fails or stands still for longer than a call may is a store out of reach, never a shorter blob; so
/// is a whole blob whose checksum is not the one that was written with it.
/// </summary>
internal sealed class S3Body(GetObjectResponse response, long bytes, TimeSpan limit) : Stream
{
    private readonly Stream _body = response.ResponseStream;
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => bytes;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_read == bytes || buffer.Length == 0)
        {
            return 0;
        }

        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        inTime.CancelAfter(limit);
        try
        {
            var read = await _body.ReadAsync(buffer, inTime.Token);
            if (read == 0)
            {
                throw new EndOfStreamException($"{bytes - _read} bytes are missing");
            }

            _read += read;
            if (_read == bytes)
            {
                // The client compares checksums when it meets the end: so it does before the last bytes are handed on.
                _ = await _body.ReadAsync(new byte[1], inTime.Token);
            }

            return read;
        }
        catch (AmazonClientException wrong)
        {
            throw new BlobsUnavailableException("a blob's bytes are not what the store says it has", wrong);
        }
        catch (Exception failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new BlobsUnavailableException("the store stopped in the middle of a blob", failure);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                response.Dispose();
            }
            catch (AmazonClientException)
            {
                // It compares the checksum once more; who read to the end has been told.
            }
        }

        base.Dispose(disposing);
    }
}
