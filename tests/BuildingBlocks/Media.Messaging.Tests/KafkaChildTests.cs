using Confluent.Kafka;
using Media.Messaging.Kafka;
using Media.Testing.Hosting;

namespace Media.Messaging.Tests;

/// <summary>A process of its own that hears: killed with a gap in what it has done, and flooded.</summary>
public sealed class KafkaChildTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_processs_successor_gets_all_from_the_first_gap_on_and_nothing_before_it()
    {
        const int gap = 10, count = 50;
        var settings = await Engine.Settings("kafka");
        settings["Media:Kafka:Partitions"] = "1";
        await using (var child = KafkaChild.Start(settings, waitsAt: gap))
        {
            await child.UntilHandled(0, Stop);
            using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = settings["Media:Kafka:Brokers"] }).Build();
            Produce(producer, settings, count, "");
            producer.Flush(Stop);
            await child.UntilHandled(count - 1, Stop);
            await Wait.Until(async () => await Committed(settings) == gap);
            child.Kill();
        }

        var module = new NoteModule();
        await using var successor = await EngineHost.Start(settings, module);
        await Wait.Until(() => module.Handled.Count == count - gap);
        module.Handled.Select(n => n.Number).ShouldBe(Enumerable.Range(gap, count - gap), ignoreOrder: true);
        await Wait.Until(async () => await Committed(settings) == count);
        module.Handled.Count.ShouldBe(count - gap);
    }

    [Fact]
    public async Task A_hundred_thousand_messages_that_wait_for_a_slow_handler_wait_on_the_broker()
    {
        const int count = 100_000;
        var settings = await Engine.Settings("kafka");
        await using var child = KafkaChild.Start(settings, waitsAt: -1);
        await child.UntilHandled(0, Stop);
        var before = child.Memory;
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = settings["Media:Kafka:Brokers"],
            QueueBufferingMaxMessages = 2 * count,
            LingerMs = 50,
        }).Build();
        Produce(producer, settings, count, new string('x', 1024));
        producer.Flush(Stop);
        await Task.Delay(TimeSpan.FromSeconds(3), Stop);
        (child.Memory - before).ShouldBeLessThan(96L << 20, $"{count} messages of 1 KiB take more than that");

        await child.GoOn();
        await child.UntilHandled(20 * 6 * Membership.FullAt, Stop);
        (child.Memory - before).ShouldBeLessThan(96L << 20);
    }

    private static void Produce(IProducer<byte[], byte[]> producer, Dictionary<string, string?> settings, int count, string text)
    {
        for (var number = 0; number < count; number++)
        {
            var key = Guid.NewGuid();
            producer.Produce(Topic(settings), new Message<byte[], byte[]>
            {
                Key = System.Text.Encoding.ASCII.GetBytes(key.ToString()),
                Value = System.Text.Encoding.ASCII.GetBytes($"{{\"fileId\":\"{key}\",\"number\":{number},\"text\":\"{text}\"}}"),
            });
        }
    }

    private static async Task<long> Committed(Dictionary<string, string?> settings)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = settings["Media:Kafka:Brokers"] }).Build();
        var group = new ConsumerGroupTopicPartitions($"{settings["Media:Kafka:Prefix"]}notes", [new(Topic(settings), 0)]);
        return (await admin.ListConsumerGroupOffsetsAsync([group]))[0].Partitions[0].Offset;
    }

    private static string Topic(Dictionary<string, string?> settings) => $"{settings["Media:Kafka:Prefix"]}{typeof(Note).FullName}";
}
