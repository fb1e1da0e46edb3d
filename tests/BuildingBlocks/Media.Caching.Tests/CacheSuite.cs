namespace Media.Caching.Tests;

/// <summary>What every engine of the port must do.</summary>
public abstract class CacheSuite
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>An empty cache of the engine.</summary>
    protected abstract ICache Cache { get; }

    [Fact]
    public async Task What_was_made_is_not_made_again()
    {
        var maker = new Maker();

        (await Get("a", maker)).ShouldBe("made 1");
        (await Get("a", maker)).ShouldBe("made 1");
        (await Get("b", maker)).ShouldBe("made 2");
    }

    [Fact]
    public async Task Nothing_can_be_cached_too()
    {
        var made = 0;
        Task<Thing?> Make(CancellationToken stop)
        {
            made++;
            return Task.FromResult<Thing?>(null);
        }

        (await Cache.GetOrCreate("none", Make, Long, [], Stop)).ShouldBeNull();
        (await Cache.GetOrCreate("none", Make, Long, [], Stop)).ShouldBeNull();
        made.ShouldBe(1);
    }

    [Fact]
    public async Task Records_come_back_as_they_were()
    {
        var thing = new Thing("a", 3, [1.5, 2.5]);

        (await Cache.GetOrCreate("thing", _ => Task.FromResult(thing), Long, [], Stop)).ShouldBeEquivalentTo(thing);
        (await Cache.GetOrCreate<Thing>("thing", _ => throw new InvalidOperationException(), Long, [], Stop)).ShouldBeEquivalentTo(thing);
        (await Cache.GetOrCreate("bytes", _ => Task.FromResult(new byte[] { 1, 2 }), Long, [], Stop)).ShouldBe([1, 2]);
        (await Cache.GetOrCreate<byte[]>("bytes", _ => throw new InvalidOperationException(), Long, [], Stop)).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Callers_who_ask_at_once_share_one_maker_a_key()
    {
        var maker = new Maker();
        maker.Hold();
        var asked = Enumerable.Range(0, 64 * 20).Select(i => Get($"key {i % 20}", maker)).ToArray();

        maker.Release();
        var answers = await Task.WhenAll(asked);

        maker.Begun.ShouldBe(20);
        answers.Distinct().Count().ShouldBe(20);
    }

    [Fact]
    public async Task A_maker_that_fails_fails_for_all_who_waited_and_is_not_remembered()
    {
        var maker = new Maker();
        maker.Hold();
        var asked = Enumerable.Range(0, 20).Select(_ => Get("a", maker)).ToArray();

        maker.Fail(new IOException("broken"));

        foreach (var one in asked)
        {
            (await Should.ThrowAsync<IOException>(one)).Message.ShouldBe("broken");
        }

        maker.Begun.ShouldBe(1);
        (await Get("a", new Maker())).ShouldBe("made 1");
    }

    [Fact]
    public async Task A_caller_who_leaves_does_not_end_the_maker_for_the_others()
    {
        using var leave = new CancellationTokenSource();
        var maker = new Maker();
        maker.Hold();
        var first = Cache.GetOrCreate("a", maker.Make, Long, [], leave.Token);
        var second = Get("a", maker);

        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        second.IsCompleted.ShouldBeFalse();
        maker.Release();

        (await second).ShouldBe("made 1");
        maker.Begun.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_made_when_all_had_left_serves_the_next()
    {
        using var leave = new CancellationTokenSource();
        var maker = new Maker();
        maker.Hold();
        var only = Cache.GetOrCreate("a", maker.Make, Long, [], leave.Token);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(only);

        maker.Release();

        (await Get("a", maker)).ShouldBe("made 1");
    }

    [Fact]
    public async Task What_has_expired_is_made_again()
    {
        var maker = new Maker();
        var lifetime = TimeSpan.FromMilliseconds(100);
        await Cache.GetOrCreate("a", maker.Make, lifetime, [], Stop);

        await Until(async () => await Cache.GetOrCreate("a", maker.Make, lifetime, [], Stop) != "made 1");

        maker.Begun.ShouldBe(2);
    }

    [Fact]
    public async Task A_removed_key_is_made_again()
    {
        var maker = new Maker();
        await Get("a", maker);
        await Get("b", maker);

        await Cache.Remove("a", Stop);
        await Cache.Remove("never there", Stop);

        (await Get("a", maker)).ShouldBe("made 3");
        (await Get("b", maker)).ShouldBe("made 2");
    }

    [Fact]
    public async Task A_removed_tag_takes_all_that_carries_it_and_nothing_else()
    {
        var maker = new Maker();
        await Get("a", maker, "red");
        await Get("b", maker, "red", "round");
        await Get("c", maker, "round");
        await Get("d", maker);

        await Cache.RemoveTagged("red", Stop);
        await Cache.RemoveTagged("unknown", Stop);

        (await Get("c", maker, "round")).ShouldBe("made 3");
        (await Get("d", maker)).ShouldBe("made 4");
        (await Get("a", maker, "red")).ShouldBe("made 5");
        (await Get("b", maker, "red", "round")).ShouldBe("made 6");

        await Cache.RemoveTagged("red", Stop);
        (await Get("a", maker, "red")).ShouldBe("made 7");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_being_made_when_it_was_removed_is_not_kept(bool byTag)
    {
        var before = new Maker();
        before.Hold();
        var early = Get("a", before, "red");
        await before.HasBegun.WaitAsync(Stop);

        await (byTag ? Cache.RemoveTagged("red", Stop) : Cache.Remove("a", Stop));
        var after = new Maker("after");
        var late = Get("a", after, "red");
        before.Release();

        (await early).ShouldBe("made 1");
        (await late).ShouldBe("after 1");
        (await Get("a", after, "red")).ShouldBe("after 1");
    }

    [Fact]
    public async Task Who_asks_after_a_removal_never_gets_what_was_made_before_it()
    {
        var truth = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), Stop, async (i, _) =>
        {
            if (i % 10 == 0)
            {
                Interlocked.Increment(ref truth);
                await Cache.RemoveTagged("t", Stop);
            }

            var known = Volatile.Read(ref truth);
            await Cache.RemoveTagged("t", Stop);
            var got = await Cache.GetOrCreate("a", _ => Task.FromResult(Volatile.Read(ref truth)), Long, ["t"], Stop);
            got.ShouldBeGreaterThanOrEqualTo(known);
        });
    }

    protected Task<string> Get(string key, Maker maker, params string[] tags) => Cache.GetOrCreate(key, maker.Make, Long, tags, Stop);

    protected static async Task Until(Func<Task<bool>> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        while (!await holds())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    protected sealed record Thing(string Name, int Count, IReadOnlyList<double> Sizes);
}
