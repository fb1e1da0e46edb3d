using Media.Messaging.Kafka;

namespace Media.Bench.Rider;

/// <summary>One way to carry letters through a broker, with the product's settings of the client.</summary>
internal interface IContender
{
    string Name { get; }

    Task<ISpeaker> Speak(KafkaSettings settings, CancellationToken stop);

    /// <summary>Hears the topic from its beginning until disposed of.</summary>
    /// <param name="heard">Called once for each letter, by any thread.</param>
    Task<IAsyncDisposable> Hear(KafkaSettings settings, Action heard, CancellationToken stop);
}

internal interface ISpeaker : IAsyncDisposable
{
    /// <summary>Ends when each of so many letters is acknowledged.</summary>
    Task Say(int letters, CancellationToken stop);
}
