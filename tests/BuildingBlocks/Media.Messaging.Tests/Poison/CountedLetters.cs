using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Messaging.Tests.Poison;

/// <summary>Listens to the counter of dead letters of one host.</summary>
internal sealed class CountedLetters : IDisposable
{
    private readonly ConcurrentDictionary<(string Endpoint, string Repeat), long> _counts = new();
    private readonly MeterListener _listener = new();

    public CountedLetters(IServiceProvider services)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "media.messaging.dead_letters" && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, by, tags, _) => _counts.AddOrUpdate((Tag(tags, "endpoint"), Tag(tags, "repeat")), by, (_, before) => before + by));
        _listener.Start();
    }

    public long Count(string endpoint, string repeat) => _counts.GetValueOrDefault((endpoint, repeat));

    public void Dispose() => _listener.Dispose();

    private static string Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
            {
                return (string)tag.Value!;
            }
        }

        return "";
    }
}
