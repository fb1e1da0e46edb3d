using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Media.Testing.Hosting;

namespace Media.Messaging.Tests;

/// <summary>Topics that somebody deletes, or makes otherwise, while all runs.</summary>
public sealed class KafkaTopicTests(OwnKafka kafka) : IClassFixture<OwnKafka>, IAsyncLifetime
{
    // Other than a broker's own default, so that a topic which the broker made of itself shows.
    private const int Partitions = 4;

    private readonly NoteModule _notes = new();
    private Dictionary<string, string?> _settings = null!;
    private IAdminClient _admin = null!;
    private EngineHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Topic => $"{_settings["Media:Kafka:Prefix"]}{typeof(Note).FullName}";

    public async ValueTask InitializeAsync()
    {
        var engine = await kafka.Engine();
        _settings = Engine.Kafka(engine.Address);
        _settings["Media:Kafka:Partitions"] = $"{Partitions}";
        _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = engine.Address }).SetLogHandler((_, _) => { }).Build();
        _host = await EngineHost.Start(_settings, _notes);
    }

    public async ValueTask DisposeAsync()
    {
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
        _admin?.Dispose();
    }

    [Fact]
    public async Task A_topic_that_is_deleted_is_made_again_as_it_was_and_what_is_said_then_arrives()
    {
        await SayOneOfEachKey(1);
        await _admin.DeleteTopicsAsync([Topic]);
        await SayOneOfEachKey(2);
        (await PartitionCount()).ShouldBe(Partitions);
        await SayOneOfEachKey(3);
    }

    // A broker that begins anew counts its leaders up, and a topic that is made anew counts them from the beginning.
    [Fact]
    public async Task A_topic_that_is_deleted_after_its_broker_began_anew_is_heard_again_too()
    {
        await SayOneOfEachKey(1);
        var engine = await kafka.Engine();
        await engine.Process.Kill();
        await engine.StartAgain();
        await SayOneOfEachKey(2, TimeSpan.FromMinutes(1));
        await _admin.DeleteTopicsAsync([Topic]);
        await SayOneOfEachKey(3, TimeSpan.FromMinutes(1.5));
        (await PartitionCount()).ShouldBe(Partitions);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public async Task A_topic_that_comes_back_with_other_partitions_carries_messages_on_all_of_them(int partitions)
    {
        await SayOneOfEachKey(1);
        await _admin.DeleteTopicsAsync([Topic]);
        await Wait.Until(async () =>
        {
            try
            {
                await _admin.CreateTopicsAsync([new TopicSpecification { Name = Topic, NumPartitions = partitions, ReplicationFactor = 1 }]);
                return true;
            }
            catch (CreateTopicsException some) when (some.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
            {
                await _admin.DeleteTopicsAsync([Topic]);
                return false;
            }
        });
        await SayOneOfEachKey(2);
        (await PartitionCount()).ShouldBe(partitions);
    }

    [Fact]
    public async Task A_topic_that_grows_carries_messages_on_its_new_partitions()
    {
        await SayOneOfEachKey(1);
        await _admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = Topic, IncreaseTo = Partitions + 5 }]);
        await SayOneOfEachKey(2);
        (await PartitionCount()).ShouldBe(Partitions + 5);
    }

    // Enough keys for every partition; each is said until it arrived: what was said into a topic that goes, goes with it.
    private async Task SayOneOfEachKey(int number, TimeSpan? longest = null)
    {
        var keys = Enumerable.Range(0, 60).Select(_ => Guid.NewGuid()).ToArray();
        await Wait.Until(
            async () =>
            {
                await Task.WhenAll(keys.Except(Arrived(number)).Select(async key =>
                {
                    try
                    {
                        await _host.Emit(new Note(key, number), Stop);
                    }
                    catch (BusUnavailableException)
                    {
                        // Said again below.
                    }
                }));
                await Task.Delay(300, Stop);
                return !keys.Except(Arrived(number)).Any();
            },
            () => $"{keys.Except(Arrived(number)).Count()} of {keys.Length} did not arrive. {string.Join('\n', _host.Log.Lines.Where(l => l.Contains("Kafka")).TakeLast(20))}",
            longest);
    }

    private IEnumerable<Guid> Arrived(int number) => _notes.Handled.Where(n => n.Number == number).Select(n => n.Key);

    private Task<int> PartitionCount() => Task.Run(() => _admin.GetMetadata(Topic, TimeSpan.FromSeconds(5)).Topics[0].Partitions.Count);
}
