using System.Security.Cryptography;
using System.Text;

namespace Media.Blobs.Tests;

/// <summary>What every engine of the port must do.</summary>
public abstract class BlobsSuite
{
    private const long NoLimit = long.MaxValue;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>An empty store of the engine.</summary>
    protected abstract IBlobs Blobs { get; }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(9_000_001)]
    public async Task What_is_written_is_read_again_with_its_length_and_digest(int length)
    {
        var bytes = MadeStream.Bytes(length);
        var before = DateTimeOffset.UtcNow.AddSeconds(-2);

        var written = await Blobs.Write("originals/default/a/b", new MadeStream(length), NoLimit, Stop);

        written.ShouldBe(new BlobWritten(length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
        (await Read("originals/default/a/b")).ShouldBe(bytes);
        var facts = (await Blobs.Stat("originals/default/a/b", Stop))!;
        facts.Key.ShouldBe("originals/default/a/b");
        facts.Bytes.ShouldBe(length);
        facts.WrittenAt.ShouldBeInRange(before, DateTimeOffset.UtcNow.AddSeconds(2));
    }

    [Fact]
    public async Task What_is_not_there_is_null_and_deleting_it_does_nothing()
    {
        await Put("a/b");

        foreach (var key in new[] { "a/c", "a/b/c", "a", "x/y/z" })
        {
            (await Blobs.Read(key, 0, null, Stop)).ShouldBeNull(key);
            (await Blobs.Stat(key, Stop)).ShouldBeNull(key);
            (await Blobs.Localize(key, Stop)).ShouldBeNull(key);
        }

        await Blobs.Delete("a/c", Stop);
        await Blobs.Delete("x/y/z", Stop);
        (await Blobs.DeleteUnder("x/", Stop)).ShouldBe(0);
        (await Keys("")).ShouldBe(["a/b"]);
    }

    [Theory]
    [InlineData(0, null, 0, 1000)]
    [InlineData(0, 1000L, 0, 1000)]
    [InlineData(0, 0L, 0, 0)]
    [InlineData(0, 1L, 0, 1)]
    [InlineData(1, null, 1, 999)]
    [InlineData(250, 500L, 250, 500)]
    [InlineData(999, 1L, 999, 1)]
    [InlineData(999, null, 999, 1)]
    [InlineData(999, 5000L, 999, 1)]
    [InlineData(1000, null, 1000, 0)]
    [InlineData(1000, 10L, 1000, 0)]
    [InlineData(0, long.MaxValue, 0, 1000)]
    public async Task A_range_is_what_was_asked_for_and_no_more(long offset, long? length, int from, int count)
    {
        await Put("a/b", MadeStream.Bytes(1000));

        await using var range = (await Blobs.Read("a/b", offset, length, Stop))!;
        using var read = new MemoryStream();
        await range.Content.CopyToAsync(read, Stop);

        range.Bytes.ShouldBe(1000);
        read.ToArray().ShouldBe(MadeStream.Bytes(1000)[from..(from + count)]);
    }

    [Theory]
    [InlineData(1001, null)]
    [InlineData(1001, 1L)]
    [InlineData(-1, null)]
    [InlineData(0, -1L)]
    public async Task A_range_that_no_blob_of_this_length_has_is_the_callers_fault(long offset, long? length)
    {
        await Put("a/b", MadeStream.Bytes(1000));

        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Blobs.Read("a/b", offset, length, Stop));
    }

    [Fact]
    public async Task A_blob_is_replaced_whole_and_who_reads_it_reads_on_in_the_old_one()
    {
        var old = MadeStream.Bytes(3_000_000, seed: 1);
        await Put("a/b", old);
        await using var reading = (await Blobs.Read("a/b", 0, null, Stop))!;
        var first = new byte[1000];
        await reading.Content.ReadExactlyAsync(first, Stop);

        await Put("a/b", [1, 2, 3]);

        using var rest = new MemoryStream();
        await reading.Content.CopyToAsync(rest, Stop);
        rest.ToArray().ShouldBe(old[1000..]);
        (await Read("a/b")).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Of_many_writers_of_one_key_one_is_read_whole_at_every_moment()
    {
        await Put("a/b", MadeStream.Bytes(100_000, seed: 0));
        var writers = Enumerable.Range(1, 4).Select(seed => (byte)seed).Select(seed => Task.Run(async () =>
        {
            for (var round = 0; round < 10; round++)
            {
                await Blobs.Write("a/b", new MadeStream(100_000, seed), NoLimit, Stop);
            }
        })).ToArray();
        var all = Task.WhenAll(writers);

        do
        {
            var read = await Read("a/b");
            read.ShouldBe(MadeStream.Bytes(100_000, read[0]));
        }
        while (!all.IsCompleted);

        await all;
        (await Keys("")).ShouldBe(["a/b"]);
    }

    [Fact]
    public async Task Of_eight_who_write_a_new_blob_one_wins_and_its_bytes_are_there()
    {
        using var start = new SemaphoreSlim(0);
        var racers = Enumerable.Range(1, 8).Select(seed => (byte)seed).Select(async seed =>
        {
            await start.WaitAsync(Stop);
            return (Seed: seed, Written: await Blobs.WriteNew("a/b", new MadeStream(200_000, seed), NoLimit, Stop));
        }).ToArray();

        start.Release(8);
        var ended = await Task.WhenAll(racers);

        var (winner, written) = ended.Where(r => r.Written is not null).ShouldHaveSingleItem();
        written!.Bytes.ShouldBe(200_000);
        (await Read("a/b")).ShouldBe(MadeStream.Bytes(200_000, winner));
        (await Blobs.WriteNew("a/b", new MadeStream(5), NoLimit, Stop)).ShouldBeNull();
        (await Keys("")).ShouldBe(["a/b"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_source_that_fails_half_way_is_the_callers_own_failure_and_leaves_nothing(bool onlyNew)
    {
        var source = new MadeStream(20_000_000)
        {
            Before = position => position > 10_000_000 ? Task.FromException(new IOException("the client went away")) : Task.CompletedTask,
        };

        (await Should.ThrowAsync<IOException>(() => Write("a/b", source, NoLimit, onlyNew, Stop))).Message.ShouldBe("the client went away");

        (await Keys("")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancelled_write_leaves_nothing_and_what_was_there_stays(bool onlyNew)
    {
        await Put("a/old", [1]);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var source = new MadeStream(20_000_000)
        {
            Before = position => position > 10_000_000 ? cancel.CancelAsync() : Task.CompletedTask,
        };

        await Should.ThrowAsync<OperationCanceledException>(() => Write(onlyNew ? "a/new" : "a/old", source, NoLimit, onlyNew, cancel.Token));

        (await Keys("")).ShouldBe(["a/old"]);
        (await Read("a/old")).ShouldBe([1]);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, false)]
    [InlineData(1000, 1000, true)]
    [InlineData(1001, 1000, false)]
    [InlineData(10_000_000, 1000, false)]
    [InlineData(9_000_000, 9_000_000, true)]
    [InlineData(9_000_001, 9_000_000, false)]
    public async Task More_than_is_allowed_is_refused_and_leaves_nothing(long length, long most, bool fits)
    {
        var read = 0L;
        var source = new MadeStream(length)
        {
            Before = position =>
            {
                read = position;
                return Task.CompletedTask;
            },
        };

        if (fits)
        {
            (await Blobs.Write("a/b", source, most, Stop)).Bytes.ShouldBe(length);
        }
        else
        {
            (await Should.ThrowAsync<BlobTooLargeException>(() => Blobs.Write("a/b", source, most, Stop))).MaxBytes.ShouldBe(most);
            (await Keys("")).ShouldBeEmpty();
            read.ShouldBeLessThanOrEqualTo(most + 1);
        }
    }

    [Fact]
    public async Task Keys_are_listed_in_ordinal_order_under_whole_and_broken_prefixes()
    {
        string[] keys = ["a/b-c", "a/b.c", "a/b/c", "a/b/d/e", "a/b0", "a/b_", "a/bc", "a0", "b/a-b/c", "b/a/c"];
        foreach (var key in keys.Reverse())
        {
            await Put(key);
        }

        string[] ordered = [.. keys.Order(StringComparer.Ordinal)];
        foreach (var prefix in new[] { "", "a", "a/", "a/b", "a/b/", "a/b/d", "b/a", "b/a/", "b/a-", "c", "c/d/", "a/b-c", "a/b-c/" })
        {
            (await Keys(prefix)).ShouldBe(ordered.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)), prefix);
        }
    }

    [Fact]
    public async Task Many_blobs_are_listed_in_order_and_deleted_under_a_prefix_leaving_its_neighbours()
    {
        string[] keys = [.. Enumerable.Range(0, 1200).Select(i => $"derived/default/{i % 7}/r{i % 3}/{i:x}")];
        await Parallel.ForEachAsync(keys, Stop, async (key, _) => await Put(key));
        await Put("derived/default/1-");
        await Put("derived/default/10/x");

        (await Keys("derived/default/1/")).ShouldBe(keys.Where(k => k.StartsWith("derived/default/1/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        (await Blobs.DeleteUnder("derived/default/1/", Stop)).ShouldBe(172);
        (await Keys("derived/default/1")).ShouldBe(["derived/default/1-", "derived/default/10/x"]);
        (await Keys("")).Count.ShouldBe(1200 - 172 + 2);
        (await Blobs.DeleteUnder("derived/", Stop)).ShouldBe(1200 - 172 + 2);
        (await Keys("")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Writers_do_not_fail_while_everything_under_their_prefix_is_deleted_again_and_again()
    {
        using var enough = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await Put($"derived/t/f/r{writer}/{i}");
            }
        })).ToArray();
        var deleter = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await Blobs.DeleteUnder("derived/t/f/", Stop);
            }
        }, Stop);

        await Task.WhenAll(writers);
        await enough.CancelAsync();
        await deleter;

        await Put("derived/t/f/last");
        (await Blobs.DeleteUnder("derived/t/f/", Stop)).ShouldBeGreaterThanOrEqualTo(1);
        (await Keys("")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_blob_can_be_had_as_a_file_and_is_there_still_when_that_is_given_back()
    {
        await Put("a/b", MadeStream.Bytes(100_000));

        await using (var local = (await Blobs.Localize("a/b", Stop))!)
        {
            (await File.ReadAllBytesAsync(local.Path, Stop)).ShouldBe(MadeStream.Bytes(100_000));
        }

        (await Read("a/b")).ShouldBe(MadeStream.Bytes(100_000));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("a/.b")]
    [InlineData(".incoming/a")]
    [InlineData("A/b")]
    [InlineData("a/B")]
    [InlineData("a b")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a%2fb")]
    [InlineData("a/*")]
    [InlineData("é")]
    [InlineData("a:b")]
    public async Task A_hostile_key_is_refused_by_every_call(string key)
    {
        await Should.ThrowAsync<ArgumentException>(() => Blobs.Write(key, new MadeStream(1), NoLimit, Stop));
        await Should.ThrowAsync<ArgumentException>(() => Blobs.WriteNew(key, new MadeStream(1), NoLimit, Stop));
        await Should.ThrowAsync<ArgumentException>(() => Blobs.Read(key, 0, null, Stop));
        await Should.ThrowAsync<ArgumentException>(() => Blobs.Stat(key, Stop));
        await Should.ThrowAsync<ArgumentException>(() => Blobs.Localize(key, Stop));
        await Should.ThrowAsync<ArgumentException>(() => Blobs.Delete(key, Stop));
        (await Keys("")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("../")]
    [InlineData("a/../")]
    [InlineData("a//")]
    [InlineData(".incoming/")]
    [InlineData("A/")]
    public async Task A_hostile_prefix_is_refused(string prefix)
    {
        await Should.ThrowAsync<ArgumentException>(() => Blobs.DeleteUnder(prefix, Stop));
        await Should.ThrowAsync<ArgumentException>(async () => await Keys(prefix));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a/b")]
    public Task Only_what_is_under_a_folder_can_be_deleted_at_once(string prefix) =>
        Should.ThrowAsync<ArgumentException>(() => Blobs.DeleteUnder(prefix, Stop));

    [Fact]
    public async Task Keys_may_be_as_long_as_the_product_makes_them_and_not_without_end()
    {
        var longest = $"{new string('a', 255)}/{new string('b', 255)}";
        await Put(longest);

        (await Keys("")).ShouldBe([longest]);
        await Should.ThrowAsync<ArgumentException>(() => Put(longest + "/c"));
        await Should.ThrowAsync<ArgumentException>(() => Put(new string('a', 256)));
    }

    protected Task Put(string key, byte[]? bytes = null) =>
        Blobs.Write(key, new MemoryStream(bytes ?? Encoding.UTF8.GetBytes(key)), NoLimit, Stop);

    protected async Task<byte[]> Read(string key)
    {
        await using var content = (await Blobs.Read(key, 0, null, Stop))!;
        using var read = new MemoryStream();
        await content.Content.CopyToAsync(read, Stop);
        return read.ToArray();
    }

    protected async Task<List<string>> Keys(string prefix)
    {
        var keys = new List<string>();
        await foreach (var blob in Blobs.List(prefix, Stop))
        {
            keys.Add(blob.Key);
        }

        return keys;
    }

    private async Task Write(string key, Stream content, long most, bool onlyNew, CancellationToken stop)
    {
        if (onlyNew)
        {
            await Blobs.WriteNew(key, content, most, stop);
        }
        else
        {
            await Blobs.Write(key, content, most, stop);
        }
    }
}
