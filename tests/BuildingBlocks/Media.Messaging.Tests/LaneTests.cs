using System.Collections.Concurrent;
using System.Text;
using Confluent.Kafka;
using Media.Messaging.Kafka;
using Media.Testing.Hosting;

namespace Media.Messaging.Tests;

/// <summary>How messages of one topic go through a process, without a broker.</summary>
public sealed class LaneTests
{
    private readonly ConcurrentQueue<(string Key, long Offset)> _handled = new();

    [Fact]
    public async Task Messages_of_a_key_are_handled_in_turn_and_of_several_keys_at_once()
    {
        int running = 0, most = 0;
        var atOnce = new ConcurrentDictionary<string, int>();
        var doubled = 0;
        var lane = new Lane(8, TimeSpan.FromSeconds(1), async delivery =>
        {
            var key = KeyOf(delivery);
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            if (atOnce.AddOrUpdate(key, 1, (_, n) => n + 1) > 1)
            {
                Interlocked.Increment(ref doubled);
            }

            await Task.Delay(Random.Shared.Next(5));
            _handled.Enqueue((key, delivery.Result.Offset));
            atOnce.AddOrUpdate(key, 0, (_, n) => n - 1);
            Interlocked.Decrement(ref running);
            return Handled.Done;
        });
        var window = Window(lane);
        for (var offset = 0; offset < 300; offset++)
        {
            lane.Add(window.Add(Result(offset, $"k{offset % 20}")));
        }

        await Wait.Until(() => _handled.Count == 300);
        doubled.ShouldBe(0);
        most.ShouldBe(8);
        foreach (var key in _handled.GroupBy(h => h.Key))
        {
            key.Select(h => h.Offset).ShouldBeInOrder();
        }

        await Wait.Until(() => window is { Count: 0, Running: 0 });
        window.Progress()!.Offset.Value.ShouldBe(300);
    }

    [Fact]
    public async Task What_is_done_with_counts_up_to_the_first_gap()
    {
        var first = new TaskCompletionSource();
        var lane = new Lane(8, TimeSpan.FromSeconds(1), async delivery =>
        {
            await (delivery.Result.Offset == 0 ? first.Task : Task.CompletedTask);
            _handled.Enqueue(("", delivery.Result.Offset));
            return Handled.Done;
        });
        var window = Window(lane);
        for (var offset = 0; offset < 10; offset++)
        {
            lane.Add(window.Add(Result(offset, $"k{offset}")));
        }

        await Wait.Until(() => _handled.Count == 9);
        window.Progress().ShouldBeNull();
        window.Count.ShouldBe(10);
        first.SetResult();
        await Wait.Until(() => window.Count == 0);
        window.Progress()!.Offset.Value.ShouldBe(10);
        window.Progress().ShouldBeNull("it has not moved since");
    }

    [Fact]
    public async Task A_store_out_of_reach_holds_the_partition_but_no_worker_and_another_partition_goes_on()
    {
        var isBack = false;
        var lane = new Lane(1, TimeSpan.FromMilliseconds(200), delivery =>
        {
            if (delivery.Result.Partition.Value == 0 && !Volatile.Read(ref isBack))
            {
                return Task.FromResult(Handled.OutOfReach);
            }

            _handled.Enqueue((KeyOf(delivery), delivery.Result.Offset));
            return Task.FromResult(Handled.Done);
        });
        var (held, other) = (Window(lane), Window(lane, partition: 1));
        for (var offset = 0; offset < 5; offset++)
        {
            lane.Add(held.Add(Result(offset, "held")));
            lane.Add(other.Add(Result(offset, "other", partition: 1)));
        }

        await Wait.Until(() => _handled.Count(h => h.Key == "other") == 5);
        _handled.ShouldNotContain(h => h.Key == "held");
        Volatile.Write(ref isBack, true);
        await Wait.Until(() =>
        {
            held.GoOn();
            return held.Count == 0;
        });
        _handled.Where(h => h.Key == "held").Select(h => h.Offset).ShouldBe([0, 1, 2, 3, 4]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_partition_that_was_taken_away_and_comes_back_goes_on_with_the_same_keys(bool held)
    {
        var away = true;
        var waits = new TaskCompletionSource();
        var lane = new Lane(4, TimeSpan.FromSeconds(1), async delivery =>
        {
            if (Volatile.Read(ref away))
            {
                if (!held)
                {
                    await waits.Task;
                }

                return Handled.OutOfReach;
            }

            _handled.Enqueue((KeyOf(delivery), delivery.Result.Offset));
            return Handled.Done;
        });
        var before = Window(lane);
        for (var offset = 0; offset < 3; offset++)
        {
            lane.Add(before.Add(Result(offset, "key")));
        }

        await Wait.Until(() => held ? before.Running == 0 : before.Running == 1);
        before.Close();
        waits.SetResult();
        await Wait.Until(() => before.Running == 0);
        Volatile.Write(ref away, false);

        var after = Window(lane);
        for (var offset = 0; offset < 3; offset++)
        {
            lane.Add(after.Add(Result(offset, "key")));
        }

        await Wait.Until(() => _handled.Count == 3);
        _handled.Select(h => h.Offset).ShouldBe([0, 1, 2]);
        await Wait.Until(() => after.Count == 0);
        after.Progress()!.Offset.Value.ShouldBe(3);
        before.Progress().ShouldBeNull();
    }

    private static string KeyOf(Delivery delivery) => Encoding.UTF8.GetString(delivery.Result.Message.Key);

    private static ConsumeResult<byte[], byte[]> Result(long offset, string key, int partition = 0) => new()
    {
        Topic = "topic",
        Partition = partition,
        Offset = offset,
        Message = new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(key), Value = [] },
    };

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private PartitionWindow Window(Lane lane, int partition = 0) =>
        new(new TopicPartition("topic", partition), lane, CancellationToken.None);
}
