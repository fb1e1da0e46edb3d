using System.Globalization;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using Testcontainers.Kafka;
using Testcontainers.MongoDb;
using Testcontainers.Redis;

namespace Media.Testing.Engines;

/// <summary>Engines as containers, where a container engine runs. They end with the tests: Testcontainers' own reaper sees to it.</summary>
internal static class Containers
{
    private const int S3Port = 9000;

    /// <returns>Host and port; null where no container engine runs.</returns>
    public static async Task<string?> Start(string kind)
    {
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is null && !File.Exists("/var/run/docker.sock"))
        {
            return null;
        }

        IContainer container = kind switch
        {
            "kafka" => new KafkaBuilder("apache/kafka:4.1.1").Build(),
            "mongo" => new MongoDbBuilder("mongo:8").WithUsername("").WithPassword("").Build(),
            "redis" => new RedisBuilder("redis:7").Build(),
            "s3" => new ContainerBuilder("minio/minio")
                .WithEnvironment("MINIO_ROOT_USER", "media-access")
                .WithEnvironment("MINIO_ROOT_PASSWORD", "media-secret")
                .WithCommand("server", "/data")
                .WithPortBinding(S3Port, true)
                .WithWaitStrategy(Wait.ForUnixContainer().UntilHttpRequestIsSucceeded(r => r.ForPort(S3Port).ForPath("/minio/health/live")))
                .Build(),
            _ => throw new ArgumentException($"no container of {kind} is known", nameof(kind)),
        };
        await container.StartAsync();
        return container is KafkaContainer kafka
            ? kafka.GetBootstrapAddress().Replace("PLAINTEXT://", "", StringComparison.OrdinalIgnoreCase).TrimEnd('/')
            : $"{container.Hostname}:{container.GetMappedPublicPort(kind switch { "mongo" => 27017, "redis" => 6379, _ => S3Port }).ToString(CultureInfo.InvariantCulture)}";
    }
}
