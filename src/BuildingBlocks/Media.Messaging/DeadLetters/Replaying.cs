using MassTransit;
using MassTransit.Serialization;
using Media.Documents;
using Media.Messaging.Kafka;

namespace Media.Messaging.DeadLetters;

/// <summary>Names of the endpoints that this process hears in memory.</summary>
internal sealed record NearEndpoints(IReadOnlyCollection<string> Names);

internal sealed class Replaying(IDocuments<DeadLetter> letters, IBus bus, NearEndpoints near, TimeProvider time, KafkaProducer? kafka = null) : IReplay
{
    public async Task<string?> Replay(DeadLetter letter, CancellationToken stop)
    {
        switch (letter)
        {
            case { Schema: < DeadLetter.NewestSchema }:
                return "It was kept by an earlier version, which did not note where it came from.";
            case { IsWhole: false }:
                return $"Its body has {letter.Length} bytes, of which only the first {letter.Content!.Length} were kept.";
            case { Topic: { } topic } when kafka is not null:
                await kafka.Produce(topic, letter.Key, letter.Content, stop);
                break;
            case { Topic: null } when near.Names.Contains(letter.Endpoint):
                await Enqueue(letter, stop);
                break;
            case { Topic: null }:
                return $"It never left the process of the module that refused it, and {letter.Endpoint} is not heard in this one.";
            default:
                return "It came from Kafka, which carries no messages here.";
        }

        letter.ReplayedAt = time.GetUtcNow();
        // Not written where it has changed: it was refused again already, and stays on the list.
        await letters.Replace(letter, stop);
        return null;
    }

    private async Task Enqueue(DeadLetter letter, CancellationToken stop)
    {
        var queue = await bus.GetSendEndpoint(new Uri($"queue:{letter.Endpoint}"));
        var body = new CopyBodySerializer(SystemTextJsonMessageSerializer.JsonContentType, new BytesMessageBody(letter.Content));
        await queue.Send(new SerializedMessageBody(), Pipe.Execute<SendContext<SerializedMessageBody>>(send => send.Serializer = body), stop);
    }
}
