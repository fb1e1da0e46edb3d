namespace Media.Messaging.Kafka;

/// <summary>Settings <c>Media:Kafka</c>, for the engine <c>kafka</c>.</summary>
public sealed class KafkaSettings
{
    public const string Section = "Media:Kafka";

    /// <summary><c>HOST:PORT</c>, several with commas between.</summary>
    public string? Brokers { get; set; }

    /// <summary>Before the name of each topic and group, so that installations can share a cluster: letters, digits, <c>.</c>, <c>-</c> and <c>_</c>.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Partitions of a topic of commands that carry work: as many workers share it at most; 1 to 1,000. Counts where the topic is made.</summary>
    public int WorkPartitions { get; set; } = 48;

    /// <summary>Partitions of every other topic; 1 to 1,000. Counts where the topic is made.</summary>
    public int Partitions { get; set; } = 12;

    /// <summary>Copies of each partition; -1 takes the cluster's default. Counts where the topic is made.</summary>
    public short Replication { get; set; } = -1;

    /// <summary>How long messages are kept; 1 h to 30 days. Counts where the topic is made.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>A name that this process keeps when it starts again, such as a pod's of a stateful set: its partitions wait for it.</summary>
    public string? Instance { get; set; }

    /// <summary>Whether brokers are reached over TLS.</summary>
    public bool Tls { get; set; }

    /// <summary>User of SASL; none where it is not set.</summary>
    public string? User { get; set; }

    /// <summary>Password of SASL: a secret.</summary>
    public string? Password { get; set; }

    /// <summary>plain, scram-sha-256 or scram-sha-512.</summary>
    public string Mechanism { get; set; } = "scram-sha-512";
}
