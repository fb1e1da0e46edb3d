using Confluent.Kafka;

namespace Media.Messaging.Kafka;

/// <summary>How clients of the cluster are set up: producer, consumers, administration.</summary>
internal sealed class KafkaClients(KafkaSettings settings)
{
    // How long a broker may be gone before its partitions' consumers count as dead: the default of 45 s keeps a group waiting as long
    // once a broker is back.
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(10);

    /// <summary>How long a message may wait for its acknowledgement.</summary>
    public static readonly TimeSpan MessageLimit = TimeSpan.FromSeconds(15);

    public ProducerConfig Producer() => With(new ProducerConfig
    {
        EnableIdempotence = true,
        Acks = Acks.All,
        CompressionType = CompressionType.Lz4,
        // Many callers fill a batch in that time; one that waits for its acknowledgement waits no longer than it must.
        LingerMs = 1,
        MessageTimeoutMs = (int)MessageLimit.TotalMilliseconds,
        QueueBufferingMaxMessages = 20_000,
        QueueBufferingMaxKbytes = 32 * 1024,
        DeliveryReportFields = "none",
    });

    /// <param name="group">A module's name.</param>
    /// <param name="member">The group's members in one process have names of their own.</param>
    public ConsumerConfig Consumer(string group, string member) => With(new ConsumerConfig
    {
        GroupId = settings.Prefix + group,
        GroupInstanceId = settings.Instance is { Length: > 0 } name ? $"{name}-{member}" : null,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        SessionTimeoutMs = (int)Session.TotalMilliseconds,
        HeartbeatIntervalMs = 1000,
        // What is handled is stored by the group, and committed each second.
        EnableAutoOffsetStore = false,
        EnableAutoCommit = true,
        AutoCommitIntervalMs = 1000,
        // Fetched ahead: messages of each partition, kilobytes of all together. Once that is used up more is fetched soon: by default a second later, which let a
        // group of six partitions take 1,100 messages a second.
        QueuedMinMessages = 4000,
        QueuedMaxMessagesKbytes = 4096,
        FetchQueueBackoffMs = 5,
    });

    public AdminClientConfig Admin() => With(new AdminClientConfig());

    private T With<T>(T config) where T : ClientConfig
    {
        config.BootstrapServers = settings.Brokers;
        config.ClientId = "media-monolith";
        config.SocketKeepaliveEnable = true;
        // Else a broker makes a topic that was deleted of its own accord, with its own number of partitions, as soon as anybody asks for it.
        config.AllowAutoCreateTopics = false;
        config.ReconnectBackoffMaxMs = 1000;
        // A broker that holds its connections and answers nothing is left after that long: the default is a minute.
        config.SocketTimeoutMs = (int)Session.TotalMilliseconds;
        // Also how long consumers take to see a topic that was deleted and made again.
        config.TopicMetadataRefreshIntervalMs = 5_000;
        config.SecurityProtocol = (settings.Tls, settings.User is not null) switch
        {
            (true, true) => SecurityProtocol.SaslSsl,
            (true, false) => SecurityProtocol.Ssl,
            (false, true) => SecurityProtocol.SaslPlaintext,
            _ => SecurityProtocol.Plaintext,
        };
        if (settings.User is not null)
        {
            config.SaslUsername = settings.User;
            config.SaslPassword = settings.Password;
            config.SaslMechanism = settings.Mechanism switch
            {
                "plain" => SaslMechanism.Plain,
                "scram-sha-256" => SaslMechanism.ScramSha256,
                _ => SaslMechanism.ScramSha512,
            };
        }

        return config;
    }
}
