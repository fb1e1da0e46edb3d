using System.Net;
using System.Net.Sockets;

namespace Media.Blobs.Tests;

/// <summary>A wire to a store that changes one byte of each long run of sevens that passes in one direction: bytes that went wrong where no lower layer saw it.</summary>
internal sealed class LyingWire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly (string Host, int Port) _store;
    private readonly bool _upwards;
    private readonly Task _accepting;

    /// <param name="upwards">Whether it lies to the store, or to the client.</param>
    public LyingWire(string store, bool upwards)
    {
        var colon = store.LastIndexOf(':');
        _store = (store[..colon], int.Parse(store.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture));
        _upwards = upwards;
        _listener.Start();
        _accepting = Accept();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public static byte[] Sevens(int length)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, (byte)7);
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task Accept()
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            _ = Relay(client);
        }
    }

    private async Task Relay(TcpClient client)
    {
        using var store = new TcpClient();
        using (client)
        {
            await store.ConnectAsync(_store.Host, _store.Port, _end.Token);
            await Task.WhenAny(Copy(client.GetStream(), store.GetStream(), _upwards), Copy(store.GetStream(), client.GetStream(), !_upwards));
        }
    }

    private async Task Copy(NetworkStream from, NetworkStream to, bool lies)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, _end.Token)) > 0)
        {
            if (lies && buffer.AsSpan(0, read).IndexOf(Sevens(100)) is >= 0 and var at)
            {
                buffer[at + 50] = 8;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }
}
