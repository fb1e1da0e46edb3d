using Amazon.S3.Model;

namespace Media.Blobs.S3;

/// <summary>
/// A blob's bytes as they come. One that ends early, fails or stands still for longer than a call may is a store out of reach, never a shorter blob.
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
            return read;
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
            response.Dispose();
        }

        base.Dispose(disposing);
    }
}
