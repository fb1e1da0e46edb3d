using System.Collections.Concurrent;

namespace Media.Messaging.Kafka;

/// <summary>The groups that this process is a member of.</summary>
internal sealed class ConsumerGroups
{
    private readonly ConcurrentBag<ConsumerGroup> _groups = [];

    /// <summary>Why one of them hears nothing; null where all are well.</summary>
    public string? Trouble => _groups.Select(group => group.Trouble).FirstOrDefault(trouble => trouble is not null);

    public void Add(ConsumerGroup group) => _groups.Add(group);
}
