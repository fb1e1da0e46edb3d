using Media.Testing.Engines;

namespace Media.Messaging.Tests;

/// <summary>A broker that the tests of a class may kill and freeze. Who does so starts it again.</summary>
public sealed class OwnKafka : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("media-own-kafka-").FullName;
    private TestEngine? _engine;

    /// <summary>The broker, which runs; the test is skipped where there is no shelf.</summary>
    public async Task<TestEngine> Engine() => _engine ??= await TestEngine.Own("kafka", _folder, ports: 2);

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.Process.Kill();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
