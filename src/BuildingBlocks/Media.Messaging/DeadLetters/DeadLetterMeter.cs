using System.Diagnostics.Metrics;

namespace Media.Messaging.DeadLetters;

/// <summary>What the metrics tell of dead letters.</summary>
internal sealed class DeadLetterMeter : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _letters;

    public DeadLetterMeter(IMeterFactory meters)
    {
        _meter = meters.Create("Media.Messaging");
        _letters = _meter.CreateCounter<long>(
            "media.messaging.dead_letters", "{letter}", "Messages that could not be read or that a handler refused, by endpoint; repeat tells those that were refused before.");
    }

    public void Kept(string endpoint, bool isRepeat) => _letters.Add(1, new("endpoint", endpoint), new("repeat", isRepeat ? "true" : "false"));

    public void Dispose() => _meter.Dispose();
}
