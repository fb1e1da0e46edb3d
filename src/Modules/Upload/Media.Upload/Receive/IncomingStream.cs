namespace Media.Upload.Receive;

/// <summary>The head of a file shows that it is not to be taken in.</summary>
internal sealed class RefusedByHeadException(Accepted why) : Exception(why.Problem!.Code)
{
    public Accepted Why { get; } = why;
}

/// <summary>A file's bytes on their way in: the head is looked at before anything after it is passed on, and the lease is renewed as bytes come.</summary>
/// <param name="look">Looks at the first bytes; what it returns ends the reading.</param>
/// <param name="alive">Called with each read.</param>
internal sealed class IncomingStream(Stream inner, IncomingStream.Look look, Func<Task> alive) : Stream
{
    private byte[]? _head;
    private int _headLength;
    private int _headGiven;

    /// <summary>Why a file that begins with these bytes is refused, or null.</summary>
    internal delegate Accepted? Look(ReadOnlySpan<byte> head);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await alive();
        if (_head is null)
        {
            await ReadHead(cancellationToken);
        }

        if (_headGiven < _headLength)
        {
            var given = Math.Min(buffer.Length, _headLength - _headGiven);
            _head.AsMemory(_headGiven, given).CopyTo(buffer);
            _headGiven += given;
            return given;
        }

        return await inner.ReadAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task ReadHead(CancellationToken stop)
    {
        _head = new byte[Sniff.ContentSniffer.HeadLength];
        // Not in one call: a client that takes minutes to send its first bytes keeps its lease as well.
        while (_headLength < _head.Length && await inner.ReadAsync(_head.AsMemory(_headLength), stop) is > 0 and var read)
        {
            _headLength += read;
            await alive();
        }

        if (_headLength > 0 && look(_head.AsSpan(0, _headLength)) is { } refused)
        {
            throw new RefusedByHeadException(refused);
        }
    }
}
