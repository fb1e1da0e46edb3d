using Media.Testing.Engines;

namespace Media.Messaging.Tests;

/// <summary>The bus's engines, each of which does what the suites say.</summary>
public static class Engine
{
    /// <summary>Settings of an engine that nobody else's test uses.</summary>
    public static async Task<Dictionary<string, string?>> Settings(string engine) => engine == "memory" ? [] : Kafka((await TestEngine.Kafka()).Address);

    /// <summary>Settings of a broker, with a prefix that nobody else's test uses.</summary>
    public static Dictionary<string, string?> Kafka(string brokers) => new()
    {
        ["Media:Bus:Engine"] = "kafka",
        ["Media:Kafka:Brokers"] = brokers,
        ["Media:Kafka:Prefix"] = $"test-{Guid.NewGuid():N}.",
        ["Media:Kafka:WorkPartitions"] = "6",
        ["Media:Kafka:Partitions"] = "6",
    };
}
