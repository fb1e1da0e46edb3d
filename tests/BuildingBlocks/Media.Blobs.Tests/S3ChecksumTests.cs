using Media.Testing.Engines;

namespace Media.Blobs.Tests;

/// <summary>Bytes that change on their way are neither kept nor handed on, whatever lower layers make of them.</summary>
public sealed class S3ChecksumTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1000)]
    [InlineData(9_000_000)]
    [InlineData(20_000_000)]
    public async Task Bytes_that_changed_on_their_way_to_the_store_are_refused_and_leave_nothing(int length)
    {
        await using var wire = new LyingWire((await TestEngine.S3()).Address, upwards: true);
        await using var s3 = new S3Services(wire.Address);
        await Should.ThrowAsync<BlobsUnavailableException>(() => s3.Blobs.Write("a/b", new MemoryStream(LyingWire.Sevens(length)), length, Stop));
        await Should.ThrowAsync<BlobsUnavailableException>(() => s3.Blobs.WriteNew("a/b", new MemoryStream(LyingWire.Sevens(length)), length, Stop));
        (await s3.Blobs.Stat("a/b", Stop)).ShouldBeNull();
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(9_000_000)]
    [InlineData(20_000_000)]
    public async Task Bytes_that_changed_on_their_way_from_the_store_are_no_blob(int length)
    {
        await using var wire = new LyingWire((await TestEngine.S3()).Address, upwards: false);
        await using var s3 = new S3Services(wire.Address);
        await s3.Blobs.Write("a/b", new MemoryStream(LyingWire.Sevens(length)), length, Stop);
        await using var blob = (await s3.Blobs.Read("a/b", 0, null, Stop))!;
        await Should.ThrowAsync<BlobsUnavailableException>(() => blob.Content.CopyToAsync(Stream.Null, Stop));
        await Should.ThrowAsync<BlobsUnavailableException>(async () => await (await s3.Blobs.Localize("a/b", Stop))!.DisposeAsync());
    }
}
