namespace Media.Blobs.Tests;

/// <summary>A source of so many bytes, made as they are read, in pieces of odd sizes; the same bytes for the same seed.</summary>
internal sealed class MadeStream(long length, byte seed = 0) : Stream
{
    private long _position;

    /// <summary>Runs before each read, with the position: may throw, or wait.</summary>
    public Func<long, Task>? Before { get; init; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static byte[] Bytes(long length, byte seed = 0)
    {
        var bytes = new byte[length];
        Fill(bytes, 0, seed);
        return bytes;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Before is not null)
        {
            await Before(_position).WaitAsync(cancellationToken);
        }

        var read = (int)Math.Min(Math.Min(buffer.Length, 49_999), length - _position);
        Fill(buffer.Span[..read], _position, seed);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("only asynchronously");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static void Fill(Span<byte> bytes, long position, byte seed)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            // 251 is prime: a piece that lands at a wrong place does not look right.
            bytes[i] = (byte)(((position + i) % 251) + seed);
        }
    }
}
