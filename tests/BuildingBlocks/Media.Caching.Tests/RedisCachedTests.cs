using Media.Testing.Engines;
using Media.Testing.Hosting;
using StackExchange.Redis;

namespace Media.Caching.Tests;

/// <summary>The port's suite with Redis behind memory, and what processes share.</summary>
public sealed class RedisCachedTests : CacheSuite, IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly string _prefix = $"test-{Guid.NewGuid():n}.";
    private readonly List<CacheProcess> _processes = [];

    protected override ICache Cache => One.Cache;

    private CacheProcess One => _processes[0];

    private CacheProcess Other => _processes[1];

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < 2; i++)
        {
            _processes.Add(await Process());
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }
    }

    [Fact]
    public async Task Callers_in_two_processes_share_one_maker_a_key()
    {
        var maker = new Maker();
        maker.Hold();
        var asked = Enumerable.Range(0, 2 * 64 * 20).Select(i => _processes[i % 2].Get($"key {i / 2 % 20}", maker)).ToArray();

        await Wait.Until(() => maker.Begun == 20);
        maker.Release();
        var answers = await Task.WhenAll(asked);

        maker.Begun.ShouldBe(20);
        answers.Distinct().Count().ShouldBe(20);
    }

    [Fact]
    public async Task What_one_process_made_the_other_finds()
    {
        var thing = new Thing("a", 3, [1.5, 2.5]);
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();

        await Make(One, "thing", thing);
        await Make(One, "bytes", bytes);
        await Make(One, "no bytes", Array.Empty<byte>());
        await Make<Thing?>(One, "nothing", null);
        await Make<byte[]?>(One, "null bytes", null);

        var found = await Find<Thing>(Other, "thing");
        (found.Name, found.Count).ShouldBe((thing.Name, thing.Count));
        found.Sizes.ShouldBe(thing.Sizes);
        (await Find<byte[]>(Other, "bytes")).ShouldBe(bytes);
        (await Find<byte[]>(Other, "no bytes")).ShouldBeEmpty();
        (await Find<Thing?>(Other, "nothing")).ShouldBeNull();
        (await Find<byte[]?>(Other, "null bytes")).ShouldBeNull();
    }

    [Fact]
    public async Task What_another_version_wrote_and_this_one_cannot_read_is_made_again()
    {
        await Make(One, "fewer", new Before("a"));
        await Make(One, "other", "text");
        await Make(One, "bytes", new byte[100]);

        (await Other.Cache.GetOrCreate("fewer", _ => Task.FromResult(new After("a", "b")), TimeSpan.FromMinutes(10), [], Stop)).Needed.ShouldBe("b");
        (await Other.Cache.GetOrCreate("other", _ => Task.FromResult(new After("a", "c")), TimeSpan.FromMinutes(10), [], Stop)).Needed.ShouldBe("c");
        (await Other.Cache.GetOrCreate("bytes", _ => Task.FromResult(new After("a", "d")), TimeSpan.FromMinutes(10), [], Stop)).Needed.ShouldBe("d");
        await using var older = await Process();
        (await Find<Before>(older, "fewer")).ShouldBe(new Before("a"));
    }

    [Fact]
    public async Task What_one_process_made_expires_in_the_other_at_the_same_time()
    {
        var lifetime = TimeSpan.FromSeconds(3);
        var maker = new Maker();
        var made = DateTimeOffset.UtcNow;
        await One.Cache.GetOrCreate("a", maker.Make, lifetime, [], Stop);

        (await Other.Cache.GetOrCreate("a", maker.Make, lifetime, [], Stop)).ShouldBe("made 1");
        await Until(async () => await Other.Cache.GetOrCreate("a", maker.Make, lifetime, [], Stop) == "made 2");

        (DateTimeOffset.UtcNow - made).ShouldBeInRange(lifetime - TimeSpan.FromSeconds(0.5), lifetime + Soon);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_one_process_removes_is_gone_in_the_other(bool byTag)
    {
        var maker = new Maker();
        await One.Get("a", maker, "red");
        await One.Get("b", maker, "blue");
        (await Other.Get("a", maker, "red")).ShouldBe("made 1");
        (await Other.Get("b", maker, "blue")).ShouldBe("made 2");

        await (byTag ? One.RemoveTagged("red") : One.Remove("a"));
        var removed = DateTimeOffset.UtcNow;

        await Until(async () => await Other.Get("a", maker, "red") == "made 3");
        (DateTimeOffset.UtcNow - removed).ShouldBeLessThan(Soon);
        (await One.Get("a", maker, "red")).ShouldBe("made 3");
        (await One.Get("b", maker, "blue")).ShouldBe("made 2");
        (await Other.Get("b", maker, "blue")).ShouldBe("made 2");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_one_process_was_making_when_the_other_removed_it_is_kept_in_none(bool byTag)
    {
        var before = new Maker();
        before.Hold();
        var early = Other.Get("a", before, "red");
        await before.HasBegun.WaitAsync(Stop);

        await (byTag ? One.RemoveTagged("red") : One.Remove("a"));
        var after = new Maker("after");
        (await One.Get("a", after, "red")).ShouldBe("after 1");
        before.Release();

        (await early).ShouldBe("made 1");
        await Until(async () => await Other.Get("a", after, "red") == "after 1");
        (await One.Get("a", after, "red")).ShouldBe("after 1");
        await using var third = await Process();
        (await third.Get("a", after, "red")).ShouldBe("after 1");
    }

    [Fact]
    public async Task Who_removed_never_gets_what_any_process_made_before_it()
    {
        var truth = 0;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var readers = Enumerable.Range(0, 4).Select(i => Task.Run(
            async () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    await _processes[i % 2].Cache.GetOrCreate("a", _ => Task.FromResult(Volatile.Read(ref truth)), TimeSpan.FromMinutes(1), ["t"], Stop);
                    await Task.Yield();
                }
            },
            Stop)).ToArray();

        for (var i = 0; i < 300; i++)
        {
            var known = Interlocked.Increment(ref truth);
            await (i % 2 == 0 ? One.RemoveTagged("t") : One.Remove("a"));
            (await One.Cache.GetOrCreate("a", _ => Task.FromResult(Volatile.Read(ref truth)), TimeSpan.FromMinutes(1), ["t"], Stop)).ShouldBe(known);
        }

        await enough.CancelAsync();
        await Task.WhenAll(readers);
        await Until(async () =>
            await Other.Cache.GetOrCreate("a", _ => Task.FromResult(-1), TimeSpan.FromMinutes(1), ["t"], Stop) == truth);
    }

    [Fact]
    public async Task A_maker_that_fails_in_one_process_leaves_the_turn_to_the_other()
    {
        var broken = new Maker();
        broken.Hold();
        var first = One.Get("a", broken);
        await broken.HasBegun.WaitAsync(Stop);
        var second = Other.Get("a", new Maker("other"));

        broken.Fail(new IOException("broken"));

        (await Should.ThrowAsync<IOException>(first)).Message.ShouldBe("broken");
        (await second).ShouldBe("other 1");
        (await One.Get("a", broken)).ShouldBe("other 1");
    }

    [Fact]
    public async Task A_process_that_dies_while_it_makes_does_not_hold_up_the_other()
    {
        var dying = await Process();
        var held = new Maker();
        held.Hold();
        _ = dying.Get("a", held);
        await held.HasBegun.WaitAsync(Stop);
        var waiting = Other.Get("a", new Maker("other"));

        await dying.DisposeAsync();

        (await waiting.WaitAsync(TimeSpan.FromSeconds(20), Stop)).ShouldBe("other 1");
        held.Release();
    }

    [Fact]
    public async Task All_that_is_kept_in_Redis_expires()
    {
        await One.Get("a", new Maker(), "red", "round");
        await Make(One, "bytes", new byte[1000]);
        await One.RemoveTagged("red");
        await One.Get("a", new Maker(), "red", "round");
        var held = new Maker();
        held.Hold();
        var making = One.Get("b", held);
        await held.HasBegun.WaitAsync(Stop);

        var keys = await Keys();

        keys.Count.ShouldBeGreaterThanOrEqualTo(9);
        keys.ShouldAllBe(k => k.Value > TimeSpan.Zero && k.Value <= TimeSpan.FromDays(1));
        held.Release();
        await making;
    }

    [Fact]
    public async Task What_is_long_stays_out_of_Redis()
    {
        await Make(One, "long", new byte[(1024 * 1024) + 1]);
        await Make(One, "short", new byte[1024 * 1000]);

        (await Keys()).Keys.ShouldNotContain(k => k.Contains(":v:long", StringComparison.Ordinal));
        (await Keys()).Keys.ShouldContain(k => k.Contains(":v:short", StringComparison.Ordinal));
        (await Find<byte[]>(One, "long")).Length.ShouldBe((1024 * 1024) + 1);
        await Make(Other, "long", new byte[] { 1 });
        (await Find<byte[]>(Other, "long")).ShouldBe([1]);
    }

    [Fact]
    public async Task Installations_with_prefixes_of_their_own_share_nothing()
    {
        await using var stranger = await CacheProcess.InTouch((await TestEngine.Redis()).Address, $"test-{Guid.NewGuid():n}.");
        await One.Get("a", new Maker(), "red");

        (await stranger.Get("a", new Maker("strange"), "red")).ShouldBe("strange 1");
        await stranger.RemoveTagged("red");
        await stranger.Remove("a");

        (await One.Get("a", new Maker("again"), "red")).ShouldBe("made 1");
    }

    private sealed record Before(string Name);

    private sealed record After(string Name, string Needed);

    private async Task<CacheProcess> Process() =>
        // Patient, for a machine that has much else to do: what is looked at here is not how soon Redis counts as away.
        await CacheProcess.InTouch((await TestEngine.Redis()).Address, _prefix, ("Media:Redis:Timeout", "00:00:10"));

    private static async Task Make<T>(CacheProcess process, string key, T value) =>
        await process.Cache.GetOrCreate(key, _ => Task.FromResult(value), TimeSpan.FromMinutes(10), [], Stop);

    private static Task<T> Find<T>(CacheProcess process, string key) =>
        process.Cache.GetOrCreate<T>(key, _ => throw new InvalidOperationException($"{key} was not found"), TimeSpan.FromMinutes(10), [], Stop);

    // Read past the product.
    private async Task<IReadOnlyDictionary<string, TimeSpan?>> Keys()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync((await TestEngine.Redis()).Address);
        var keys = new Dictionary<string, TimeSpan?>();
        await foreach (var key in redis.GetServers().Single().KeysAsync(pattern: $"{_prefix}*"))
        {
            keys.Add(key.ToString(), await redis.GetDatabase().KeyTimeToLiveAsync(key));
        }

        return keys;
    }
}
