using Confluent.Kafka;
using MassTransit;
using MassTransit.Serialization;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Messaging.Tests.Poison;

/// <summary>Puts bytes before the picky endpoint past the product, as whoever else can reach the engine may.</summary>
internal static class RawTopic
{
    /// <param name="value">Null for a tombstone; an empty body where there is none.</param>
    public static async Task Put(EngineHost host, Guid key, byte[]? value, CancellationToken stop)
    {
        if (host.Setting("Media:Kafka:Brokers") is { } brokers)
        {
            using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = brokers }).Build();
            var message = new Message<byte[], byte[]>
            {
                Key = System.Text.Encoding.ASCII.GetBytes(key.ToString()),
                Value = value!,
                Headers = new Confluent.Kafka.Headers { { "by", "a test"u8.ToArray() } },
            };
            await producer.ProduceAsync(Name(host), message, stop);
            return;
        }

        var queue = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"queue:{PickyModule.Endpoint}"));
        var body = new CopyBodySerializer(SystemTextJsonMessageSerializer.JsonContentType, new BytesMessageBody(value ?? []));
        await queue.Send(new SerializedMessageBody(), Pipe.Execute<SendContext<SerializedMessageBody>>(send => send.Serializer = body), stop);
    }

    public static string Name(EngineHost host) => host.Setting("Media:Kafka:Prefix") + typeof(Bitter).FullName;
}
