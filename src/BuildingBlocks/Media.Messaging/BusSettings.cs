namespace Media.Messaging;

/// <summary>Settings <c>Media:Bus</c>.</summary>
public sealed class BusSettings
{
    public const string Section = "Media:Bus";

    public const string Memory = "memory";

    public const string Kafka = "kafka";

    /// <summary>Which engine carries messages: memory or kafka.</summary>
    public string Engine { get; set; } = Memory;

    /// <summary>How many messages an endpoint handles at once where its module does not say; 1 to 1,000.</summary>
    public int Concurrency { get; set; } = 32;

    /// <summary>Longest wait before a handler runs again that met a store out of reach; 100 ms to 1 minute.</summary>
    public TimeSpan OutOfReachWait { get; set; } = TimeSpan.FromSeconds(5);
}
