using System.Collections.Concurrent;
using Confluent.Kafka;
using Media.Testing.Hosting;

namespace Media.Messaging.Tests;

/// <summary>Processes of one module that come and go while messages flow. Hosts of one prefix stand for processes.</summary>
public sealed class KafkaRebalanceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_members_come_and_go_each_message_is_handled_and_each_key_keeps_its_order()
    {
        const int keys = 200, rounds = 25;
        var settings = await Engine.Settings("kafka");
        var order = new ConcurrentQueue<(Guid Key, int Number)>();
        NoteModule[] modules = [.. Enumerable.Range(0, 3).Select(_ => new NoteModule(async handling =>
        {
            await Task.Delay(5, handling.Stop);
            order.Enqueue((handling.Key, handling.Number));
        }))];
        await using var first = await EngineHost.Start(settings, modules[0]);
        await using var second = await EngineHost.Start(settings, modules[1]);
        Guid[] all = [.. Enumerable.Range(0, keys).Select(_ => Guid.NewGuid())];
        var round = 0;
        await Say(5);
        await Wait.Until(() => !modules[1].Handled.IsEmpty && !modules[0].Handled.IsEmpty);

        var starting = EngineHost.Start(settings, modules[2]);
        await Task.WhenAll(starting, Say(8));
        while (modules[2].Handled.IsEmpty)
        {
            await Say(1);
        }

        await Task.WhenAll((await starting).DisposeAsync().AsTask(), Say(8));
        await Say(Math.Max(1, rounds - round));
        await Wait.Until(() => order.Distinct().Count() == keys * round, () => $"{order.Distinct().Count()} of {keys * round} are handled");

        modules.Sum(m => m.Doubled).ShouldBe(0, "one process handles one message of a key at a time");
        // What is handled again begins at an earlier point; taken away, the rest is in order.
        foreach (var key in order.Distinct().GroupBy(n => n.Key))
        {
            key.Select(n => n.Number).ShouldBe(Enumerable.Range(0, round));
        }

        async Task Say(int times)
        {
            for (var time = 0; time < times; time++, round++)
            {
                await Task.WhenAll(all.Select(key => first.Emit(new Note(key, round), Stop)));
                await Task.Delay(50, Stop);
            }
        }
    }

    [Fact]
    public async Task A_handler_that_outlasts_its_partition_is_left_alone_stores_nothing_and_the_new_member_handles_its_message()
    {
        var settings = await Engine.Settings("kafka");
        settings["Media:Kafka:Partitions"] = "2";
        var (firstMayEnd, secondMayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (first, second) = (new NoteModule(h => firstMayEnd.Task.WaitAsync(h.Stop)), new NoteModule(h => secondMayEnd.Task.WaitAsync(h.Stop)));
        await using var one = await EngineHost.Start(settings, first);
        for (var number = 0; number < 20; number++)
        {
            await one.Emit(new Note(Guid.NewGuid(), number), Stop);
        }

        await Wait.Until(() => first.Begun.Count == 20);
        await using var two = await EngineHost.Start(settings, second);
        await Wait.Until(() => !second.Begun.IsEmpty);
        second.Begun.ShouldBeSubsetOf(first.Begun);

        firstMayEnd.SetResult();
        await Wait.Until(() => first.Handled.Count == 20, () => "what runs is finished, whoever has the partition");
        // Of the partition that went, what the first did is not stored, and the second begins all of it.
        await Wait.Until(async () => (await Committed(settings)).Sum(o => Math.Max(0, o)) + second.Begun.Count == 20);
        (await Committed(settings)).Count(o => o > 0).ShouldBe(1);

        secondMayEnd.SetResult();
        await Wait.Until(async () => (await Committed(settings)).Sum(o => Math.Max(0, o)) == 20);
    }

    [Fact]
    public async Task A_process_that_joins_later_gets_its_part_of_each_kind_of_work()
    {
        var settings = await Engine.Settings("kafka");
        var (first, second, third) = (new WorkModule(), new WorkModule(), new WorkModule());
        await using var one = await EngineHost.Start(settings, first);
        await SayUntil(() => first.Done.Count == 5);
        await using var two = await EngineHost.Start(settings, second);
        await SayUntil(() => Works(second));
        await using var three = await EngineHost.Start(settings, third);
        await SayUntil(() => Works(third));
        first.Done.Clear();
        second.Done.Clear();
        await SayUntil(() => Works(first) && Works(second));
        new[] { first, second, third }.Count(Works).ShouldBe(3);

        static bool Works(WorkModule module) => module.Done.ContainsKey(nameof(Digging)) && module.Done.ContainsKey(nameof(Sowing)) && module.Done.ContainsKey(nameof(Threshing));

        // Enough keys for every partition, again and again: members join within seconds.
        Task SayUntil(Func<bool> holds) => Wait.Until(
            async () =>
            {
                var keys = Enumerable.Range(0, 40).Select(_ => Guid.NewGuid()).ToArray();
                await Task.WhenAll(keys.SelectMany(key => (object[])
                    [new Digging(key, ""), new Sowing(key, ""), new Threshing(key, ""), new Note(key, 0), new Aside(key, 0)]).Select(m => one.Emit(m, Stop)));
                await Task.Delay(200, Stop);
                return holds();
            },
            () => string.Join(" / ", new[] { first, second, third }.Select(m => string.Join(", ", m.Done))));
    }

    [Fact]
    public async Task A_handler_of_five_seconds_moves_no_partition_and_keeps_no_other_key_waiting()
    {
        var settings = await Engine.Settings("kafka");
        var slow = Guid.NewGuid();
        var module = new NoteModule(h => h.Key == slow ? Task.Delay(TimeSpan.FromSeconds(5), h.Stop) : Task.CompletedTask);
        await using var host = await EngineHost.Start(settings, module);
        await host.Emit(new Note(slow, 0), Stop);
        await Wait.Until(() => module.Begun.Any(n => n.Key == slow));
        var before = Rebalances(host);
        for (var number = 0; number < 50; number++)
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.Emit(new Note(Guid.NewGuid(), number), Stop)));
        }

        await Wait.Until(() => module.Handled.Count == 500);
        module.Handled.ShouldNotContain(n => n.Key == slow);
        await Wait.Until(() => module.Handled.Any(n => n.Key == slow));
        module.Begun.Count(n => n.Key == slow).ShouldBe(1);
        Rebalances(host).ShouldBe(before);
    }

    [Fact]
    public async Task Two_processes_of_one_instance_name_do_not_chase_each_other()
    {
        var settings = await Engine.Settings("kafka");
        settings["Media:Kafka:Instance"] = "the-same";
        await using var first = await EngineHost.Start(settings, new NoteModule());
        var second = new EngineHost(settings, new NoteModule());
        await using (second)
        {
            await second.StartAsync();
            await Wait.Until(async () => IsFenced(await first.Trouble()) || IsFenced(await second.Trouble()));
            var before = Replaced(first) + Replaced(second);
            await Task.Delay(TimeSpan.FromSeconds(6), Stop);
            (Replaced(first) + Replaced(second) - before).ShouldBeLessThan(4);
        }

        static bool IsFenced(string? trouble) => trouble?.Contains("Media:Kafka:Instance", StringComparison.Ordinal) == true;
    }

    private static int Replaced(EngineHost host) => host.Log.Lines.Count(l => l.Contains("is replaced", StringComparison.Ordinal));

    private static int Rebalances(EngineHost host) => host.Log.Lines.Count(l => l.Contains("partitions and has", StringComparison.Ordinal));

    private static async Task<IReadOnlyList<long>> Committed(Dictionary<string, string?> settings)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = settings["Media:Kafka:Brokers"] }).Build();
        var topic = $"{settings["Media:Kafka:Prefix"]}{typeof(Note).FullName}";
        var groups = await admin.ListConsumerGroupOffsetsAsync(
            [new ConsumerGroupTopicPartitions($"{settings["Media:Kafka:Prefix"]}notes", [new(topic, 0), new(topic, 1)])]);
        return [.. groups[0].Partitions.Select(p => p.Offset.Value)];
    }
}
