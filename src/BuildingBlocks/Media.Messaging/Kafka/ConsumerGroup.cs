using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Media.Messaging.Kafka;

/// <summary>
/// This process as a member of a module's group: one consumer for some of its topics, on one thread that never ends before it is told to,
/// whatever handlers, brokers and other members do. A consumer that fails for good is replaced.
/// </summary>
/// <param name="group">The module's name.</param>
/// <param name="name">Tells the members of a group in one process apart.</param>
internal sealed class ConsumerGroup(string group, string name, KafkaClients clients, KafkaCluster cluster, TimeSpan longestHold, Hearing hearing, ILogger log)
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);
    // Two processes of one instance name throw each other out: who was thrown out leaves the other alone for a while.
    private static readonly TimeSpan AfterFence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    // A consumer that lasted longer than that begins anew with short waits.
    private static readonly TimeSpan Lasted = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _drain;
    private volatile bool _stopping;
    private volatile string? _trouble = $"{name} has no place in its group on Kafka yet";
    private Thread? _thread;

    /// <summary>Why this process hears nothing at the moment, in plain words; null where it is a member.</summary>
    public string? Trouble => _trouble;

    /// <summary>Hears a topic, once the group is started.</summary>
    public void Hear(string topic, int concurrency, Func<Delivery, Task<Handled>> handle) =>
        _lanes.Add(topic, new Lane(concurrency, longestHold, delivery =>
        {
            hearing.Hears(group, new DateTimeOffset(delivery.Result.Message.Timestamp.UtcDateTime));
            return handle(delivery);
        }));

    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = $"kafka {name}" };
        _thread.Start();
    }

    /// <summary>Begins no further handler, waits for those that run, commits what is done with, and leaves the group.</summary>
    /// <param name="drain">How long handlers are waited for; then they are interrupted.</param>
    public Task Stop(TimeSpan drain)
    {
        if (_thread is null)
        {
            return Task.CompletedTask;
        }

        _drain = drain;
        _stopping = true;
        return _ended.Task;
    }

    private void Run()
    {
        using var gone = new CancellationTokenSource();
        var wait = AfterFailure;
        while (!_stopping)
        {
            var began = Environment.TickCount64;
            try
            {
                Serve(gone);
            }
            catch (Exception failure)
            {
                // Whatever it is: a thread that ended here would leave the process alive and deaf, or end it.
                var fenced = failure is KafkaException { Error.Code: ErrorCode.FencedInstanceId };
                wait = Environment.TickCount64 - began > Lasted.TotalMilliseconds ? AfterFailure : wait;
                wait = fenced && wait < AfterFence ? AfterFence : wait;
                _trouble = fenced ? $"another process has taken the Media:Kafka:Instance of {name}" : $"{name} has lost its place in its group on Kafka";
                log.LogWarning("The consumer of {Group} ended and is replaced in {Wait} s: {Reason}", name, wait.TotalSeconds, failure.Message);
                Wait(wait);
                wait = wait * 2 > LongestWait ? LongestWait : wait * 2;
            }
        }

        _ended.TrySetResult();
    }

    private void Serve(CancellationTokenSource gone)
    {
        // A consumer that subscribes to what is not there hears of it half a minute after it is made.
        while (!_lanes.Keys.All(cluster.IsThere))
        {
            if (_stopping)
            {
                return;
            }

            Thread.Sleep(LookAgain);
        }

        using var membership = new Membership(name, clients.Consumer(group, name), cluster, _lanes, trouble => _trouble = trouble, log, gone.Token);
        while (!_stopping)
        {
            membership.Poll();
        }

        membership.Drain(_drain);
        // Its callbacks are the handlers': they must not run on this thread.
        _ = gone.CancelAsync();
        membership.Finish();
    }

    private void Wait(TimeSpan wait)
    {
        for (var until = Environment.TickCount64 + (long)wait.TotalMilliseconds; Environment.TickCount64 < until && !_stopping;)
        {
            Thread.Sleep(LookAgain);
        }
    }
}
