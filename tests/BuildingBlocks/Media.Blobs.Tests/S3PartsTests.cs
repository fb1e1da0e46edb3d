using System.Net;
using Media.Testing.Engines;

namespace Media.Blobs.Tests;

/// <summary>Blobs that a client brings in parts, by plain HTTP.</summary>
public sealed class S3PartsTests : IAsyncLifetime
{
    private const string Key = "originals/default/a";
    private const int Least = (int)IBlobParts.LeastBytes;

    private static readonly HttpClient Http = new();

    private S3Services _s3 = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IBlobParts Parts => _s3.Parts;

    public async ValueTask InitializeAsync() => _s3 = new S3Services((await TestEngine.S3()).Address);

    public ValueTask DisposeAsync() => _s3?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Parts_that_come_in_any_order_are_one_blob()
    {
        byte[][] parts = [MadeStream.Bytes(Least, 1), MadeStream.Bytes(Least + 1, 2), MadeStream.Bytes(7, 3)];
        var upload = await Parts.Begin(Key, Stop);
        (await Parts.List(Key, upload, Stop))!.ShouldBeEmpty();
        var tags = new string[3];
        foreach (var at in (int[])[2, 0, 1])
        {
            using var answer = await Put(upload, at + 1, parts[at]);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            tags[at] = answer.Headers.ETag!.Tag;
        }

        (await Parts.List(Key, upload, Stop))!.ShouldBe(parts.Select((p, at) => new BlobPart(at + 1, p.Length, tags[at])));
        (await _s3.Blobs.Stat(Key, Stop)).ShouldBeNull("nothing is a blob before it is whole");

        (await Parts.Complete(Key, upload, parts.Sum(p => p.Length), Stop)).ShouldBe(PartsEnd.Completed);

        (await Read()).ShouldBe(parts.SelectMany(p => p));
        (await Parts.List(Key, upload, Stop)).ShouldBeNull();
        (await Parts.Complete(Key, upload, 1, Stop)).ShouldBe(PartsEnd.NoUpload);
    }

    [Fact]
    public async Task A_part_may_be_put_again_and_the_last_one_counts()
    {
        var upload = await Parts.Begin(Key, Stop);
        (await Put(upload, 1, [1, 2, 3])).Dispose();
        (await Put(upload, 1, [4, 5])).Dispose();
        (await Parts.Complete(Key, upload, 2, Stop)).ShouldBe(PartsEnd.Completed);
        (await Read()).ShouldBe([4, 5]);
    }

    [Fact]
    public async Task Parts_of_another_length_than_declared_are_no_blob_and_can_be_mended()
    {
        var upload = await Parts.Begin(Key, Stop);
        (await Parts.Complete(Key, upload, 0, Stop)).ShouldBe(PartsEnd.WrongLength, "no part at all");
        (await Put(upload, 1, MadeStream.Bytes(1000))).Dispose();
        foreach (var declared in (long[])[999, 1001, 0])
        {
            (await Parts.Complete(Key, upload, declared, Stop)).ShouldBe(PartsEnd.WrongLength);
        }

        (await Put(upload, 2, [1])).Dispose();
        (await Parts.Complete(Key, upload, 1001, Stop)).ShouldBe(PartsEnd.PartTooShort);
        (await _s3.Blobs.Stat(Key, Stop)).ShouldBeNull();
        (await Put(upload, 1, MadeStream.Bytes(Least))).Dispose();
        (await Parts.Complete(Key, upload, Least + 1, Stop)).ShouldBe(PartsEnd.Completed);
    }

    [Fact]
    public async Task An_address_serves_one_part_of_one_key_and_one_length()
    {
        var upload = await Parts.Begin(Key, Stop);
        var other = await Parts.Begin("originals/default/b", Stop);
        var address = await Parts.Address(Key, upload, 1, 5, InAnHour());
        var text = address.AbsoluteUri;
        foreach (var wrong in (string[])[
            text.Replace("partNumber=1", "partNumber=2", StringComparison.Ordinal),
            text.Replace("default/a", "default/b", StringComparison.Ordinal),
            text.Replace("default/a", "default/b", StringComparison.Ordinal).Replace(Uri.EscapeDataString(upload), Uri.EscapeDataString(other), StringComparison.Ordinal),
            text.Replace(Uri.EscapeDataString(upload), Uri.EscapeDataString(other), StringComparison.Ordinal),
            text.Replace("X-Amz-Expires=", "X-Amz-Expires=1", StringComparison.Ordinal)])
        {
            wrong.ShouldNotBe(text);
            using var refused = await Put(new Uri(wrong), [1, 2, 3, 4, 5]);
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden, wrong);
        }

        foreach (var wrong in (byte[][])[[1, 2, 3, 4], [1, 2, 3, 4, 5, 6]])
        {
            using var refused = await Put(address, wrong);
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        using var read = await Http.GetAsync(address, Stop);
        read.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Parts.List(Key, upload, Stop))!.ShouldBeEmpty();
        (await Parts.List("originals/default/b", other, Stop))!.ShouldBeEmpty();
        using var right = await Put(address, [1, 2, 3, 4, 5]);
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_address_whose_time_is_over_serves_nothing()
    {
        var upload = await Parts.Begin(Key, Stop);
        var address = await Parts.Address(Key, upload, 1, 1, DateTimeOffset.UtcNow.AddSeconds(2));
        HttpStatusCode answered = default;
        await Testing.Hosting.Wait.Until(async () =>
        {
            using var answer = await Put(address, [1]);
            answered = answer.StatusCode;
            return answered != HttpStatusCode.OK;
        });
        answered.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(10_001, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, IBlobParts.MostBytes + 1, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 1, (7 * 24) + 1)]
    public Task An_address_that_no_store_serves_is_the_callers_fault(int number, long bytes, int hours) =>
        Should.ThrowAsync<ArgumentOutOfRangeException>(() => Parts.Address(Key, "upload", number, bytes, DateTimeOffset.UtcNow.AddHours(hours)));

    [Fact]
    public async Task What_is_aborted_leaves_nothing_and_takes_no_more_parts()
    {
        var upload = await Parts.Begin(Key, Stop);
        (await Put(upload, 1, [1])).Dispose();
        await Parts.Abort(Key, upload, Stop);
        (await Parts.List(Key, upload, Stop)).ShouldBeNull();
        using var late = await Put(upload, 2, [1]);
        late.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Parts.Complete(Key, upload, 1, Stop)).ShouldBe(PartsEnd.NoUpload);
        (await _s3.Blobs.Stat(Key, Stop)).ShouldBeNull();
        await Parts.Abort(Key, upload, Stop);
        await Parts.Abort(Key, "no-such-upload", Stop);
    }

    [Fact]
    public async Task A_blob_that_is_there_is_not_replaced()
    {
        await _s3.Blobs.Write(Key, new MadeStream(10), 10, Stop);
        var upload = await Parts.Begin(Key, Stop);
        (await Put(upload, 1, [1])).Dispose();
        (await Parts.Complete(Key, upload, 1, Stop)).ShouldBe(PartsEnd.Taken);
        (await Read()).ShouldBe(MadeStream.Bytes(10));
        await Parts.Abort(Key, upload, Stop);
    }

    [Fact]
    public async Task Of_two_who_complete_at_once_one_does()
    {
        for (var round = 0; round < 5; round++)
        {
            var key = $"{Key}{round}";
            var same = await Parts.Begin(key, Stop);
            var other = await Parts.Begin(key, Stop);
            (await Put(same, 1, [1], key)).Dispose();
            (await Put(other, 1, [2, 2], key)).Dispose();
            var ends = await Task.WhenAll(Parts.Complete(key, same, 1, Stop), Parts.Complete(key, same, 1, Stop), Parts.Complete(key, other, 2, Stop));
            ends.Count(e => e == PartsEnd.Completed).ShouldBe(1, string.Join(", ", ends));
            ends.ShouldAllBe(e => e == PartsEnd.Completed || e == PartsEnd.Taken || e == PartsEnd.NoUpload);
            (await _s3.Blobs.Stat(key, Stop))!.Bytes.ShouldBe(ends[2] == PartsEnd.Completed ? 2 : 1);
        }
    }

    [Fact]
    public async Task More_parts_than_a_page_holds_are_all_listed()
    {
        const int parts = 1002;
        var upload = await Parts.Begin(Key, Stop);
        await Parallel.ForEachAsync(Enumerable.Range(1, parts), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Stop }, async (number, _) => (await Put(upload, number, [1])).Dispose());
        (await Parts.List(Key, upload, Stop))!.Select(p => p.Number).ShouldBe(Enumerable.Range(1, parts));
        await Parts.Abort(Key, upload, Stop);
    }

    private static DateTimeOffset InAnHour() => DateTimeOffset.UtcNow.AddHours(1);

    private static async Task<HttpResponseMessage> Put(Uri address, byte[] bytes)
    {
        using var body = new ByteArrayContent(bytes);
        return await Http.PutAsync(address, body, Stop);
    }

    private async Task<HttpResponseMessage> Put(string upload, int number, byte[] bytes, string key = Key) =>
        await Put(await Parts.Address(key, upload, number, bytes.Length, InAnHour()), bytes);

    private async Task<byte[]> Read()
    {
        await using var blob = (await _s3.Blobs.Read(Key, 0, null, Stop))!;
        using var read = new MemoryStream();
        await blob.Content.CopyToAsync(read, Stop);
        return read.ToArray();
    }
}
