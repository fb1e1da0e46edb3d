using System.Diagnostics;
using Media.Testing.Engines;
using Media.Testing.Hosting;
using StackExchange.Redis;

namespace Media.Caching.Tests;

/// <summary>Redis killed, frozen, cut off, set back: slower, never wrong, and never longer wrong than the settings page says.</summary>
public sealed class RedisOutageTests : IAsyncLifetime
{
    // What the settings page promises: after Redis answers again each process is told within it what was removed meanwhile.
    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(5);

    // For a machine that has much else to do, where it is not looked at how soon Redis counts as away.
    private static readonly (string, string) Patient = ("Media:Redis:Timeout", "00:00:10");

    // What is in memory stays there, so that what is gone was dropped.
    private static readonly (string, string) Trusting = ("Media:Redis:OutOfTouch", "00:10:00");

    private readonly string _prefix = $"test-{Guid.NewGuid():n}.";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("media-redis-");
    private TestEngine? _redis;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestEngine Redis => _redis!;

    public async ValueTask InitializeAsync() => _redis = await TestEngine.Own("redis", _folder.FullName);

    public async ValueTask DisposeAsync()
    {
        if (_redis is not null)
        {
            await _redis.Process.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Redis_is_killed_and_comes_back()
    {
        await using var one = await Process(Patient, Trusting);
        await using var other = await Process(Patient, Trusting);
        var maker = new Maker();
        (await one.Get("hot", maker)).ShouldBe("made 1");
        (await one.Get("removed", maker)).ShouldBe("made 2");

        await Redis.Process.Kill();
        await one.OutOfTouch();
        (await Quick(() => one.Get("hot", maker))).ShouldBe("made 1");
        (await Quick(() => one.Get("new", maker))).ShouldBe("made 3");
        (await Quick(() => one.Get("new", maker))).ShouldBe("made 3");
        await one.Remove("removed");
        (await one.Get("removed", maker)).ShouldBe("made 4");

        await Redis.StartAgain();
        await one.BackInTouch();
        await other.BackInTouch();
        (await one.Get("removed", maker)).ShouldBe("made 5");
        (await other.Get("removed", maker)).ShouldBe("made 5");
        (await other.Get("after", maker)).ShouldBe("made 6");
        (await one.Get("after", maker)).ShouldBe("made 6");
        Changes(one).ShouldBe(["Warning", "Information"], string.Join('\n', one.Log.Lines));
    }

    [Fact]
    public async Task Redis_is_frozen_and_wakes_up_again()
    {
        // The limit is the default, one second: what a first miss may cost.
        await using var one = await Process(Trusting);
        await using var other = await Process(Trusting);
        var maker = new Maker();
        (await one.Get("hot", maker)).ShouldBe("made 1");

        await Redis.Process.Freeze();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => one.Get($"new {i}", maker)));
        var first = Stopwatch.GetElapsedTime(began);
        TestContext.Current.TestOutputHelper!.WriteLine($"20 first misses at once took {first.TotalMilliseconds:F0} ms");
        first.ShouldBeLessThan(TimeSpan.FromSeconds(3));
        one.IsInTouch.ShouldBeFalse();
        await Quick(() => Task.WhenAll(Enumerable.Range(0, 20).Select(i => one.Get($"newer {i}", maker))));
        (await Quick(() => one.Get("hot", maker))).ShouldBe("made 1");
        await Quick(async () =>
        {
            await one.Remove("hot");
            return true;
        });
        maker.Begun.ShouldBe(41);

        await Redis.Process.Thaw();
        await Shared(one, other);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_removed_while_Redis_was_frozen_is_gone_everywhere_soon_after(bool byTag)
    {
        await using var one = await Process();
        await using var other = await Process(Trusting);
        var maker = new Maker();
        (await one.Get("a", maker, "red")).ShouldBe("made 1");
        (await other.Get("a", maker, "red")).ShouldBe("made 1");

        await Redis.Process.Freeze();
        await (byTag ? one.RemoveTagged("red") : one.Remove("a"));
        (await one.Get("a", maker, "red")).ShouldBe("made 2");
        await other.OutOfTouch();
        (await other.Get("a", maker, "red")).ShouldBe("made 1");
        await Redis.Process.Thaw();
        var thawed = Stopwatch.GetTimestamp();

        await Wait.Until(async () => await other.Get("a", maker, "red") != "made 1");
        Stopwatch.GetElapsedTime(thawed).ShouldBeLessThan(ToldWithin);
        await one.BackInTouch();
        (await one.Get("a", maker, "red")).ShouldNotBe("made 1");
    }

    [Fact]
    public async Task More_removals_than_can_be_owed_remove_everything()
    {
        await using var one = await Process();
        await using var other = await Process();
        var maker = new Maker();
        (await other.Get("never removed", maker)).ShouldBe("made 1");

        await Redis.Process.Freeze();
        await one.Remove("first");
        await Parallel.ForEachAsync(Enumerable.Range(0, Caching.Redis.Owed.Most), Stop, async (i, _) => await one.Remove($"{i}"));
        await Redis.Process.Thaw();

        await one.BackInTouch();
        await Wait.Until(async () => await other.Get("never removed", maker) == "made 2");
    }

    [Fact]
    public async Task Who_hears_nothing_believes_its_memory_for_no_longer_than_it_is_set()
    {
        await using var wire = await Toxiproxy.To(Redis);
        await using var one = await Process();
        await using var deaf = await CacheProcess.InTouch(wire.Address, _prefix, ("Media:Redis:OutOfTouch", "00:00:02"));
        var maker = new Maker();
        (await deaf.Get("a", maker, "red")).ShouldBe("made 1");

        await wire.Silence();
        await one.RemoveTagged("red");
        var removed = Stopwatch.GetTimestamp();

        await Wait.Until(async () => await deaf.Get("a", maker, "red") != "made 1");

        // A second until it is looked again, one for the limit, two as it is set; and the rest for a machine that has much else to do.
        Stopwatch.GetElapsedTime(removed).ShouldBeLessThan(TimeSpan.FromSeconds(8));
        deaf.IsInTouch.ShouldBeFalse();

        // What it makes itself it keeps no longer either.
        var alone = await deaf.Get("b", maker);
        await Wait.Until(async () => await deaf.Get("b", maker) != alone);

        await wire.Clear();
        await Shared(one, deaf);
    }

    [Fact]
    public async Task What_others_removed_while_the_wire_was_cut_is_gone_when_it_is_mended()
    {
        await using var wire = await Toxiproxy.To(Redis);
        await using var one = await Process(Patient);
        await using var cut = await CacheProcess.InTouch(wire.Address, _prefix, Patient, Trusting);
        var maker = new Maker();
        (await cut.Get("a", maker)).ShouldBe("made 1");

        await wire.Cut();
        await cut.OutOfTouch();
        await one.Remove("a");
        (await one.Get("a", maker)).ShouldBe("made 2");
        (await cut.Get("a", maker)).ShouldBe("made 1");
        await wire.Mend();
        await cut.BackInTouch();

        (await cut.Get("a", maker)).ShouldBe("made 2");
    }

    [Fact]
    public async Task What_others_removed_while_only_the_listening_was_broken_is_gone_soon_after()
    {
        await using var one = await Process(Patient);
        await using var deaf = await Process(Patient, Trusting);
        var maker = new Maker();
        (await deaf.Get("a", maker)).ShouldBe("made 1");

        await EndListening();
        await one.Remove("a");

        // A client that mended it by itself would never know that something was said meanwhile.
        await Wait.Until(() => Changes(deaf).Length == 2);
        Changes(deaf).ShouldBe(["Warning", "Information"]);
        await deaf.BackInTouch();
        (await deaf.Get("a", maker)).ShouldBe("made 2");
        Changes(one).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_being_made_while_the_wire_was_cut_is_not_kept()
    {
        await using var wire = await Toxiproxy.To(Redis);
        await using var one = await Process(Patient);
        await using var cut = await CacheProcess.InTouch(wire.Address, _prefix, Patient, Trusting);
        var before = new Maker();
        before.Hold();
        var early = cut.Get("a", before);
        await before.HasBegun.WaitAsync(Stop);

        await wire.Cut();
        await cut.OutOfTouch();
        await one.Remove("a");
        await wire.Mend();
        await cut.BackInTouch();
        before.Release();

        (await early).ShouldBe("made 1");
        (await one.Get("a", new Maker("after"))).ShouldBe("after 1");
        (await cut.Get("a", new Maker("cut"))).ShouldBe("after 1");
    }

    [Fact]
    public async Task What_Redis_has_from_an_earlier_run_is_not_believed()
    {
        await using var one = await Process(Patient);
        var maker = new Maker();
        (await one.Get("a", maker, "red")).ShouldBe("made 1");
        await Redis.Process.Kill();
        var kept = _folder.CreateSubdirectory("kept").FullName;
        Copy(Path.Combine(_folder.FullName, "data"), kept);
        await Redis.StartAgain();
        await one.BackInTouch();
        await one.RemoveTagged("red");

        // A copy of before the removal, as a snapshot is or a replica that was behind.
        await Redis.Process.Kill();
        await one.OutOfTouch();
        Directory.Delete(Path.Combine(_folder.FullName, "data"), recursive: true);
        Copy(kept, Path.Combine(_folder.FullName, "data"));
        await Redis.StartAgain();
        await one.BackInTouch();

        (await one.Get("a", maker, "red")).ShouldBe("made 2");
        await using var other = await Process(Patient);
        (await other.Get("a", maker, "red")).ShouldBe("made 2");
    }

    [Fact]
    public async Task Redis_is_not_there_yet_when_a_process_starts()
    {
        await Redis.Process.Kill();
        var maker = new Maker();
        await using var one = CacheProcess.Start(Redis.Address, _prefix, Patient);
        await using var other = CacheProcess.Start(Redis.Address, _prefix, Patient);
        (await Quick(() => one.Get("a", maker))).ShouldBe("made 1");
        (await Quick(() => other.Get("a", maker))).ShouldBe("made 2");

        await Redis.StartAgain();
        await one.BackInTouch();
        await other.BackInTouch();

        (await one.Get("a", maker)).ShouldBe("made 3");
        (await other.Get("a", maker)).ShouldBe("made 3");
    }

    [Fact]
    public async Task A_process_ends_while_Redis_is_frozen()
    {
        var one = await Process();
        await Redis.Process.Freeze();

        await Should.NotThrowAsync(one.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Stop));

        await Redis.Process.Thaw();
    }

    [Fact]
    public async Task Of_several_addresses_the_one_that_is_a_primary_is_used()
    {
        var folder = _folder.CreateSubdirectory("replica").FullName;
        var replica = await TestEngine.Own("redis", folder);
        try
        {
            await Command(replica, "REPLICAOF", "127.0.0.1", $"{Redis.Port}");
            await using var one = await CacheProcess.InTouch($"127.0.0.1:{Ports.Free()}, {replica.Address}, {Redis.Address}", _prefix, Patient);
            await using var other = await Process(Patient);
            await one.Get("a", new Maker());

            (await other.Get("a", new Maker("other"))).ShouldBe("made 1");
        }
        finally
        {
            await replica.Process.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_wrong_password_is_said_once_and_never_written_down()
    {
        await Command(Redis, "CONFIG", "SET", "requirepass", "the-right-word");
        await using var wrong = CacheProcess.Start(Redis.Address, _prefix, ("Media:Redis:Password", "the-wrong-word"));
        await using var right = await Process(("Media:Redis:Password", "the-right-word"));

        (await Quick(() => wrong.Get("a", new Maker()))).ShouldBe("made 1");
        await Wait.Until(() => wrong.Log.Lines.Count > 0);
        Changes(wrong).ShouldBe(["Warning"]);
        wrong.Log.Lines.Concat(right.Log.Lines).ShouldAllBe(line => !line.Contains("-word", StringComparison.Ordinal));
    }

    private Task<CacheProcess> Process(params (string Setting, string Value)[] settings) => CacheProcess.InTouch(Redis.Address, _prefix, settings);

    // Both are in touch, and stay so for a moment.
    private static async Task Shared(CacheProcess one, CacheProcess other)
    {
        await one.BackInTouch();
        await other.BackInTouch();
        var tries = 0;
        await Wait.Until(async () =>
        {
            var key = $"shared {tries++}";
            return await one.Get(key, new Maker("one")) == await other.Get(key, new Maker("other"));
        });
    }

    // Nobody waits for Redis: far below the limit of one call to it, also on a machine that has much else to do.
    private static async Task<T> Quick<T>(Func<Task<T>> act)
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = await act();
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromMilliseconds(700));
        return outcome;
    }

    private static async Task Command(TestEngine redis, string command, params object[] arguments)
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync($"{redis.Address},allowAdmin=true");
        await client.GetDatabase().ExecuteAsync(command, arguments);
    }

    // Of the process that connected last.
    private async Task EndListening()
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync($"{Redis.Address},allowAdmin=true");
        var server = client.GetServer(Redis.Address);
        var listening = (await server.ClientListAsync()).Where(c => c.Name == "media" && c.SubscriptionCount > 0).MaxBy(c => c.Id)!;
        await server.ClientKillAsync(listening.Id);
    }

    private static string[] Changes(CacheProcess process) =>
        [.. process.Log.Lines.Where(line => line.Contains("Redis is", StringComparison.Ordinal)).Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)])];

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
