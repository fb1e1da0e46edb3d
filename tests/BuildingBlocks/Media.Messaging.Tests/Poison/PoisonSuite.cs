using System.Text;
using Media.Documents;
using Media.Messaging.DeadLetters;
using Media.Testing.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Messaging.Tests.Poison;

/// <summary>Messages that nobody can read or handle become letters, the rest go on, and a replay after the fix works.</summary>
public abstract class PoisonSuite(string engine) : IAsyncLifetime
{
    private static readonly (string Name, byte[]? Body)[] Unreadable =
    [
        ("garbage", [0xff, 0xfe, 0x00, 0x41, 0x80]),
        ("text", "this is no message"u8.ToArray()),
        ("nothing", []),
        ("a tombstone", null),
        ("null", "null"u8.ToArray()),
        ("a number", "7"u8.ToArray()),
        ("a list", "[1, 2, 3]"u8.ToArray()),
        ("cut short", """{"fileId":"0198c0de-0000-7000-8000-000000000001","rev"""u8.ToArray()),
        ("members of the wrong kind", """{"fileId":{"a":1},"revision":"one","note":[]}"""u8.ToArray()),
        ("no members", "{}"u8.ToArray()),
        ("900 kB of junk", Junk(900 * 1024)),
        ("900 kB of text", Encoding.UTF8.GetBytes(new string('ü', 450 * 1024))),
        ("depth", Encoding.UTF8.GetBytes(new string('[', 10_000))),
    ];

    private readonly PickyModule _picky = new();
    private EngineHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IDocuments<DeadLetter> Letters => _host.Services.GetRequiredService<IDocuments<DeadLetter>>();

    private IReplay Replay => _host.Services.GetRequiredService<IReplay>();

    public async ValueTask InitializeAsync() => _host = await EngineHost.Start(engine, _picky);

    public async ValueTask DisposeAsync()
    {
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Whatever_stands_before_a_key_becomes_a_letter_and_the_keys_next_message_is_handled()
    {
        var key = Guid.CreateVersion7();
        // The topic is there once a message has gone through.
        await _host.Emit(new Bitter(key, 0, "first"), Stop);
        await Wait.Until(() => _picky.Taken.Count == 1);
        foreach (var (name, body) in Unreadable)
        {
            await RawTopic.Put(_host, key, body, Stop);
            await _host.Emit(new Bitter(key, 1, $"after {name}"), Stop);
        }

        await Wait.Until(() => _picky.Taken.Count == Unreadable.Length + 1, () => $"Handled: {string.Join(", ", _picky.Taken.Select(t => t.Note))}");
        // In memory several of one key may be on their way at once.
        _picky.Taken.Select(t => t.Note).ShouldBe(["first", .. Unreadable.Select(u => $"after {u.Name}")], ignoreOrder: engine == "memory");
        // Only a topic knows tombstones, and both have nothing to tell them apart by: the latter of the two is one letter's body.
        string[] expected = [.. Unreadable.Where(u => u.Name != "nothing").Select(u => Shown(engine == "kafka" ? u.Body : u.Body ?? [])).Order()];
        await Wait.Until(
            async () => (await Listed()).Select(l => Shown(l.Content)).Order().SequenceEqual(expected),
            () => $"Kept: {string.Join(", ", Listed().Result.Select(l => $"{Shown(l.Content)} ({l.Reason})"))}");
        foreach (var letter in await Listed())
        {
            letter.Reason.ShouldNotBeNullOrWhiteSpace();
            (letter.Repeats, letter.Reason == "It has no body.").ShouldBe(letter.Length is null or 0 ? (1, true) : (0, false));
            letter.Endpoint.ShouldBe(PickyModule.Endpoint);
            letter.IsWhole.ShouldBe(letter.Length is null or <= DeadLetter.LongestBody);
        }
    }

    [Fact]
    public async Task A_refused_message_does_not_hold_up_its_key_and_a_replay_after_the_fix_hands_it_over()
    {
        var file = Guid.CreateVersion7();
        await _host.Emit(PickyModule.Poison(file), Stop);
        await _host.Emit(new Bitter(file, 2, "sweet"), Stop);
        await Wait.Until(() => _picky.Taken.Any(t => t.Note == "sweet"));
        var letter = await Letter(_ => true);
        letter.Reason.ShouldBe("InvalidOperationException: It is bitter. <- IOException: http://…@127.0.0.1/ said no");

        _picky.IsMended = true;
        (await Replay.Replay(letter, Stop)).ShouldBeNull();
        await Wait.Until(() => _picky.Taken.Contains(PickyModule.Poison(file)));
        (await Listed()).ShouldBeEmpty();
        var kept = (await Letters.Get(letter.Id, Stop))!;
        kept.ReplayedAt.ShouldNotBeNull();
        (kept.KeepUntil - kept.ReplayedAt.Value).ShouldBe(TimeSpan.FromDays(1));
        (letter.KeepUntil - letter.LastAt).ShouldBeLessThanOrEqualTo(TimeSpan.FromDays(30));
    }

    [Fact]
    public async Task What_never_leaves_its_process_is_replayed_there()
    {
        var file = Guid.CreateVersion7();
        await _host.Emit(new NearBitter(file, "poison"), Stop);
        var letter = await Letter(_ => true);
        (letter.Endpoint, letter.Topic).ShouldBe(("picky.near-bitter", null));
        _picky.IsMended = true;
        (await Replay.Replay(letter, Stop)).ShouldBeNull();
        await Wait.Until(() => _picky.Taken.Any(t => t.FileId == file));
        (await Listed()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_refused_again_after_a_replay_is_back_on_the_list_and_counted()
    {
        await _host.Emit(PickyModule.Poison(Guid.CreateVersion7()), Stop);
        var letter = await Letter(_ => true);
        for (var repeats = 1; repeats <= 3; repeats++)
        {
            (await Replay.Replay(letter, Stop)).ShouldBeNull();
            var times = repeats;
            var again = await Letter(l => l.Repeats == times);
            again.Id.ShouldBe(letter.Id);
            again.FirstAt.ShouldBe(letter.FirstAt);
            again.Content.ShouldBe(letter.Content);
            letter = again;
        }
    }

    [Fact]
    public async Task A_refusal_that_comes_before_the_replay_is_written_down_stays_on_the_list()
    {
        var file = Guid.CreateVersion7();
        await _host.Emit(PickyModule.Poison(file), Stop);
        var read = await Letter(_ => true);
        await _host.Emit(PickyModule.Poison(file), Stop);
        await Letter(l => l.Repeats == 1);

        _picky.IsMended = true;
        (await Replay.Replay(read, Stop)).ShouldBeNull();
        await Wait.Until(() => _picky.Taken.Count == 1);
        (await Listed()).ShouldHaveSingleItem().Repeats.ShouldBe(1);
    }

    [Fact]
    public async Task A_body_that_was_not_kept_whole_is_not_replayed()
    {
        await _host.Emit(new Bitter(Guid.CreateVersion7(), 1, "poison" + new string('x', DeadLetter.LongestBody)), Stop);
        var letter = await Letter(_ => true);
        letter.Content!.Length.ShouldBe(DeadLetter.LongestBody);
        _picky.IsMended = true;
        (await Replay.Replay(letter, Stop))!.ShouldContain($"{letter.Length} bytes");
        (await Letters.Get(letter.Id, Stop))!.ReplayedAt.ShouldBeNull();
    }

    [Fact]
    public async Task What_only_another_process_hears_is_not_replayed_and_stays()
    {
        await _host.Emit(PickyModule.Poison(Guid.CreateVersion7()), Stop);
        var letter = await Letter(_ => true);
        var elsewhere = new DeadLetter
        {
            Id = "elsewhere",
            Endpoint = "elsewhere.bitter",
            MessageType = letter.MessageType,
            Topic = engine == "kafka" ? null : "a.topic",
            Body = letter.Body,
            Length = letter.Length,
            Reason = letter.Reason,
            FirstAt = letter.FirstAt,
            LastAt = letter.LastAt,
        };
        await Letters.Insert(elsewhere, Stop);
        (await Replay.Replay(elsewhere, Stop)).ShouldNotBeNull().ShouldContain(engine == "kafka" ? "elsewhere.bitter is not heard" : "Kafka");
        (await Listed()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_letter_of_a_version_that_kept_less_is_not_replayed()
    {
        await _host.Emit(PickyModule.Poison(Guid.CreateVersion7()), Stop);
        var letter = await Letter(_ => true);
        var older = new DeadLetter
        {
            Id = "older",
            Schema = 1,
            Endpoint = letter.Endpoint,
            MessageType = letter.MessageType,
            Body = letter.Body,
            Reason = letter.Reason,
            FirstAt = letter.FirstAt,
            LastAt = letter.LastAt,
        };
        (await Replay.Replay(older, Stop)).ShouldNotBeNull().ShouldContain("earlier version");
    }

    [Fact]
    public async Task Each_refusal_counts_in_the_metrics_by_endpoint()
    {
        using var meter = new CountedLetters(_host.Services);
        var file = Guid.CreateVersion7();
        await _host.Emit(PickyModule.Poison(file), Stop);
        await _host.Emit(PickyModule.Poison(file), Stop);
        await Wait.Until(() => meter.Count(PickyModule.Endpoint, repeat: "true") == 1);
        meter.Count(PickyModule.Endpoint, repeat: "false").ShouldBe(1);
    }

    private protected EngineHost Host => _host;

    protected async Task<DeadLetter> Letter(Predicate<DeadLetter> matches)
    {
        DeadLetter? found = null;
        await Wait.Until(async () =>
        {
            found = (await Listed()).FirstOrDefault(letter => matches(letter));
            return found is not null;
        });
        return found!;
    }

    private async Task<IReadOnlyList<DeadLetter>> Listed() => (await Letters.Query(DeadLetter.Listed.Where(), Stop)).Items;

    private static string Shown(byte[]? body) => body is null ? "none" : Convert.ToHexString(body.AsSpan(0, Math.Min(8, body.Length)));

    private static byte[] Junk(int length)
    {
        var junk = new byte[length];
        new Random(6).NextBytes(junk);
        return junk;
    }
}

public sealed class MemoryPoisonTests() : PoisonSuite("memory")
{
    [Fact]
    public async Task A_message_that_stands_before_an_endpoint_which_does_not_hear_its_kind_becomes_a_letter()
    {
        var stray = """{"messageType":["urn:message:Media.Elsewhere:Stray"],"message":{"a":1}}"""u8.ToArray();
        await RawTopic.Put(Host, Guid.CreateVersion7(), stray, TestContext.Current.CancellationToken);
        var letter = await Letter(_ => true);
        (letter.MessageType, letter.Reason, letter.Repeats).ShouldBe(("urn:message:Media.Elsewhere:Stray", "It is no message that is heard here.", 0));
        letter.Content.ShouldBe(stray);
    }
}

public sealed class KafkaPoisonTests() : PoisonSuite("kafka")
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_letter_tells_where_its_message_stood_and_a_replay_puts_the_same_bytes_there_again()
    {
        var key = Guid.CreateVersion7();
        await Host.Emit(new Bitter(key, 0, "first"), Stop);
        byte[] body = [0x7b, 0xff, 0x00, 0xc3, 0x28, 0x7d];
        await RawTopic.Put(Host, key, body, Stop);
        var letter = await Letter(_ => true);
        letter.Topic.ShouldBe(RawTopic.Name(Host));
        letter.Key.ShouldBe(Encoding.ASCII.GetBytes(key.ToString()));
        letter.Content.ShouldBe(body);
        letter.Headers.Select(h => h.Name).ShouldBe(["partition", "offset", "timestamp", "by"]);
        letter.Headers.Single(h => h.Name == "by").Value.ShouldBe("a test");
        DateTimeOffset.Parse(letter.Headers.Single(h => h.Name == "timestamp").Value, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));

        (await Host.Services.GetRequiredService<IReplay>().Replay(letter, Stop)).ShouldBeNull();
        var again = await Letter(l => l.Repeats == 1);
        again.Content.ShouldBe(body);
        again.Key.ShouldBe(letter.Key);
        again.Headers.Single(h => h.Name == "partition").ShouldBe(letter.Headers.Single(h => h.Name == "partition"));
        long.Parse(again.Headers.Single(h => h.Name == "offset").Value, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeGreaterThan(long.Parse(letter.Headers.Single(h => h.Name == "offset").Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_replay_to_a_topic_that_is_not_there_leaves_the_letter_on_the_list()
    {
        await Host.Emit(PickyModule.Poison(Guid.CreateVersion7()), Stop);
        var letter = await Letter(_ => true);
        var lost = new DeadLetter
        {
            Id = "lost",
            Endpoint = letter.Endpoint,
            MessageType = letter.MessageType,
            Topic = letter.Topic + ".gone",
            Body = letter.Body,
            Length = letter.Length,
            Reason = letter.Reason,
            FirstAt = letter.FirstAt,
            LastAt = letter.LastAt,
        };
        await Host.Services.GetRequiredService<IDocuments<DeadLetter>>().Insert(lost, Stop);
        await Should.ThrowAsync<BusUnavailableException>(() => Host.Services.GetRequiredService<IReplay>().Replay(lost, Stop));
        await Letter(l => l.Id == "lost");
    }
}
