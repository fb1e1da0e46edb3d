namespace Media.EndToEnd.Tests.Hosting;

/// <summary>Starts a host again whenever it dies, as systemd or Kubernetes would.</summary>
internal sealed class KeptAlive : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watch;

    public KeptAlive(MediaHost host) => _watch = Watch(host, _end.Token);

    /// <summary>How often the host died.</summary>
    public int Deaths { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watch;
        _end.Dispose();
    }

    private async Task Watch(MediaHost host, CancellationToken end)
    {
        try
        {
            while (true)
            {
                await host.Ended(end);
                Deaths++;
                // It may die again before it is ready, and then it is started again.
                host.Launch();
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The test is over.
        }
    }
}
