using System.Collections.Concurrent;
using Media.Documents;
using Media.Testing.Hosting;

namespace Media.Messaging.Tests;

/// <summary>What handlers do to the flow of messages, on a broker.</summary>
public sealed class KafkaFlowTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_out_of_reach_holds_its_partitions_and_no_other_topic_of_the_group_and_all_is_handled_in_order_when_it_is_back()
    {
        var isBack = false;
        var attempts = 0;
        var module = new NoteModule(handling =>
        {
            if (handling.IsAside || Volatile.Read(ref isBack))
            {
                return Task.CompletedTask;
            }

            Interlocked.Increment(ref attempts);
            throw new DocumentsUnavailableException("The store is out of reach.", new IOException("gone"));
        }, asides: true);
        var settings = await Engine.Settings("kafka");
        settings["Media:Bus:Concurrency"] = "2";
        settings["Media:Bus:OutOfReachWait"] = "00:00:01";
        await using var host = await EngineHost.Start(settings, module);
        Guid[] keys = [.. Enumerable.Range(0, 30).Select(_ => Guid.NewGuid())];
        for (var number = 0; number < 10; number++)
        {
            await Task.WhenAll(keys.Select(key => host.Emit(new Note(key, number), Stop)));
        }

        await Wait.Until(() => Volatile.Read(ref attempts) > 20);
        await Task.WhenAll(keys.Select(key => host.Emit(new Aside(key, 100), Stop)));
        await Wait.Until(() => module.Handled.Count == 30, () => "two workers would be held by thirty keys");
        module.Handled.ShouldAllBe(n => n.Number == 100);

        // One key of each of six partitions is tried, each second: not all that wait.
        var before = Volatile.Read(ref attempts);
        await Task.Delay(TimeSpan.FromSeconds(3), Stop);
        (Volatile.Read(ref attempts) - before).ShouldBeInRange(1, 40);

        Volatile.Write(ref isBack, true);
        await Wait.Until(() => module.Handled.Count == 330);
        foreach (var key in module.Handled.Where(n => n.Number < 100).GroupBy(n => n.Key))
        {
            key.Select(n => n.Number).ShouldBe(Enumerable.Range(0, 10));
        }
    }

    [Fact]
    public async Task What_a_handler_says_goes_out_only_when_it_succeeds_and_before_its_message_counts_as_handled()
    {
        var key = Guid.NewGuid();
        var (failures, asides) = (0, new ConcurrentQueue<int>());
        var module = new NoteModule(async handling =>
        {
            if (handling.IsAside)
            {
                asides.Enqueue(handling.Number);
                return;
            }

            await handling.Emit.Emit(new Aside(key, handling.Number), handling.Stop);
            switch (handling.Number)
            {
                case 0 when Interlocked.Increment(ref failures) <= 3:
                    throw new DocumentsUnavailableException("The store is out of reach.", new IOException("gone"));
                case 1:
                    throw new InvalidOperationException("It is refused.");
            }
        }, asides: true);
        await using var host = await EngineHost.Start("kafka", module);
        for (var number = 0; number < 4; number++)
        {
            await host.Emit(new Note(key, number), Stop);
        }

        await Wait.Until(() => asides.Count == 3);
        asides.ToArray().ShouldBe([0, 2, 3]);
        await host.Emit(new Note(key, 4), Stop);
        await Wait.Until(() => asides.Contains(4));
        asides.ToArray().ShouldBe([0, 2, 3, 4], "neither the three runs that met no store nor the one that was refused have said anything");
    }
}
