using System.Net;
using System.Net.Sockets;
using Media.EndToEnd.Tests.Hosting;

namespace Media.EndToEnd.Tests.Hostile;

/// <summary>Sits where the hostile files call and write: whoever obeys one of them is found here.</summary>
internal sealed class Canary : IAsyncDisposable
{
    private const int Port = 18099;

    private readonly TcpListener _listener = new(IPAddress.Loopback, Port);
    private readonly CancellationTokenSource _end = new();
    private readonly HashSet<string> _before = [.. Traces()];
    private Task _accepting = Task.CompletedTask;
    private int _calls;

    private Canary()
    {
    }

    /// <summary>How often somebody connected.</summary>
    public int Calls => _calls;

    /// <summary>Files that were not there before and that only a hostile file asks for.</summary>
    public IEnumerable<string> NewFiles => Traces().Except(_before);

    public static async Task<Canary> Listen(CancellationToken stop)
    {
        var canary = new Canary();
        await Until.True(canary.HasPort, TimeSpan.FromMinutes(2), () => $"Port {Port} is taken", stop);
        canary._accepting = canary.Accept();
        return canary;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private static string[] Traces() => Directory.GetFiles("/tmp", "w-media-canary*");

    private bool HasPort()
    {
        try
        {
            _listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                using var caller = await _listener.AcceptTcpClientAsync(_end.Token);
                Interlocked.Increment(ref _calls);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
