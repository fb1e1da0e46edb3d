using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Confluent.Kafka;
using Media.Messaging.Kafka;
using Media.Testing.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Messaging.Tests;

/// <summary>Brokers that are not there, go and come back, or hold their connections and answer nothing.</summary>
public sealed class KafkaOutageTests(OwnKafka kafka) : IClassFixture<OwnKafka>
{
    private const string OutOfReach = "Kafka is out of reach";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_that_starts_without_a_broker_is_live_and_says_what_it_waits_for_until_the_broker_is_there()
    {
        var engine = await kafka.Engine();
        await engine.Process.Kill();
        var notes = new NoteModule();
        await using var host = new EngineHost(Engine.Kafka(engine.Address), notes);
        await host.StartAsync().WaitAsync(TimeSpan.FromSeconds(20), Stop);

        (await host.Stranger.GetAsync("/health/live", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Wait.Until(async () => await host.Trouble() == OutOfReach);
        await Should.ThrowAsync<BusUnavailableException>(() => host.Emit(new Note(Guid.NewGuid(), 1), Stop));

        await engine.StartAgain();
        await Wait.Until(async () => await host.Trouble() is null);
        await host.Emit(new Note(Guid.NewGuid(), 2), Stop);
        await Wait.Until(() => notes.Handled.Any(n => n.Number == 2));
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_broker_is_killed_and_ten_seconds_without_it_fill_no_log()
    {
        var engine = await kafka.Engine();
        var heard = new ConcurrentDictionary<(Guid, int), bool>();
        var notes = new NoteModule(async handling =>
        {
            if (handling.IsAside)
            {
                heard[(handling.Key, handling.Number)] = true;
            }
            else
            {
                await handling.Emit.Emit(new Aside(handling.Key, handling.Number), handling.Stop);
            }
        }, asides: true);
        await using var host = await EngineHost.Start(Engine.Kafka(engine.Address), notes);
        var said = new ConcurrentDictionary<(Guid Key, int Number), bool>();
        using var enough = new CancellationTokenSource();
        var senders = Enumerable.Range(0, 20).Select(_ => Say(host, said, enough.Token)).ToArray();
        await Wait.Until(() => heard.Count > 200);

        await engine.Process.Kill();
        var before = host.Log.Lines.Count;
        await Task.Delay(TimeSpan.FromSeconds(10), Stop);
        var lines = host.Log.Lines.Skip(before).Where(IsSeen).ToArray();
        lines.Length.ShouldBeLessThan(20, string.Join('\n', lines.Take(50)));
        (await host.Trouble()).ShouldBe(OutOfReach);

        await engine.StartAgain();
        var back = Stopwatch.GetTimestamp();
        var until = said.Count;
        await Wait.Until(async () => await host.Trouble() is null && said.Count > until + 200);
        await enough.CancelAsync();
        await Task.WhenAll(senders);
        await Wait.Until(() => said.Keys.All(heard.ContainsKey), () => $"of {said.Count} said {said.Keys.Count(heard.ContainsKey)} are handled");
        Stopwatch.GetElapsedTime(back).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_send_to_a_frozen_broker_honours_its_token_at_once_and_ends_within_its_limit()
    {
        var engine = await kafka.Engine();
        await using var host = await EngineHost.Start(Engine.Kafka(engine.Address), new NoteModule());
        await host.Emit(new Note(Guid.NewGuid(), 0), Stop);
        await engine.Process.Freeze();
        try
        {
            var unlimited = host.Emit(new Note(Guid.NewGuid(), 1), Stop);
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            var began = Stopwatch.GetTimestamp();
            await Should.ThrowAsync<OperationCanceledException>(() => host.Emit(new Note(Guid.NewGuid(), 2), soon.Token));
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(3));

            await Should.ThrowAsync<BusUnavailableException>(() => unlimited.WaitAsync(KafkaClients.MessageLimit + TimeSpan.FromSeconds(5), Stop));
            (await host.Trouble()).ShouldBe(OutOfReach);
            began = Stopwatch.GetTimestamp();
            await Should.ThrowAsync<BusUnavailableException>(() => host.Emit(new Note(Guid.NewGuid(), 3), Stop));
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(3), "a cluster that is known to be away is not waited for");
        }
        finally
        {
            await engine.Process.Thaw();
        }

        await Wait.Until(async () => await host.Trouble() is null);
    }

    [Fact]
    public async Task More_sends_than_the_buffer_holds_wait_in_line_and_are_all_acknowledged()
    {
        var engine = await kafka.Engine();
        await using var host = await EngineHost.Start(Engine.Kafka(engine.Address), new NoteModule());
        await host.Emit(new Unheard(Guid.NewGuid()), Stop);
        var full = 0;
        AppDomain.CurrentDomain.FirstChanceException += Count;
        await engine.Process.Freeze();
        try
        {
            var sends = Enumerable.Range(0, 40_000).Select(_ => host.Emit(new Unheard(Guid.NewGuid()), Stop)).ToArray();
            await Task.Delay(TimeSpan.FromSeconds(2), Stop);
            sends.ShouldNotContain(s => s.IsFaulted);
            await engine.Process.Thaw();
            await Task.WhenAll(sends).WaitAsync(TimeSpan.FromSeconds(20), Stop);
        }
        finally
        {
            await engine.Process.Thaw();
            AppDomain.CurrentDomain.FirstChanceException -= Count;
        }

        full.ShouldBeInRange(1, 2_000, "the buffer was full, and those who wait for room do not all try again and again");

        void Count(object? sender, System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs thrown)
        {
            if (thrown.Exception is KafkaException { Error.Code: ErrorCode.Local_QueueFull })
            {
                Interlocked.Increment(ref full);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_stops_within_seconds_when_its_broker_is_away(bool frozen)
    {
        var engine = await kafka.Engine();
        var notes = new NoteModule();
        var host = await EngineHost.Start(Engine.Kafka(engine.Address), notes);
        for (var number = 0; number < 20; number++)
        {
            await host.Emit(new Note(Guid.NewGuid(), number), Stop);
        }

        await Wait.Until(() => notes.Handled.Count == 20);
        await (frozen ? engine.Process.Freeze() : engine.Process.Kill());
        var producer = host.Services.GetRequiredService<KafkaProducer>();
        try
        {
            var began = Stopwatch.GetTimestamp();
            await host.DisposeAsync();
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(12));
        }
        finally
        {
            await (frozen ? engine.Process.Thaw() : engine.StartAgain());
        }

        await Should.ThrowAsync<BusUnavailableException>(() => producer.Produce(new Note(Guid.NewGuid(), 0), Stop));
    }

    [Fact]
    public async Task A_producer_that_is_of_no_use_any_more_is_replaced()
    {
        var engine = await kafka.Engine();
        var notes = new NoteModule();
        await using var host = await EngineHost.Start(Engine.Kafka(engine.Address), notes);
        await host.Emit(new Note(Guid.NewGuid(), 0), Stop);
        ProducerFault.Cause(host.Services.GetRequiredService<KafkaProducer>());
        await Wait.Until(() => host.Log.Lines.Any(l => l.Contains("The producer ended and is replaced", StringComparison.Ordinal)));
        await host.Emit(new Note(Guid.NewGuid(), 1), Stop);
        await Wait.Until(() => notes.Handled.Count == 2);
        notes.Handled.Select(n => n.Number).ShouldBe([0, 1]);
    }

    private static async Task Say(EngineHost host, ConcurrentDictionary<(Guid, int), bool> said, CancellationToken enough)
    {
        var key = Guid.NewGuid();
        for (var number = 0; !enough.IsCancellationRequested;)
        {
            try
            {
                await host.Emit(new Note(key, number), Stop);
                said[(key, number++)] = true;
                await Task.Delay(20, Stop);
            }
            catch (BusUnavailableException)
            {
                await Task.Delay(100, Stop);
            }
        }
    }

    private static bool IsSeen(string line) =>
        line.StartsWith("Information", StringComparison.Ordinal) || line.StartsWith("Warning", StringComparison.Ordinal)
        || line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal);
}

/// <summary>A message that nobody hears.</summary>
public sealed record Unheard(Guid FileId);
