using System.Net.Sockets;
using System.Text;

namespace Media.Upload.Tests.Sample;

/// <summary>A connection on which a test writes what no well-behaved client would.</summary>
internal sealed class Wire : IDisposable
{
    private readonly Socket _socket;
    private readonly UploadHost _host;

    private Wire(Socket socket, UploadHost host)
    {
        _socket = socket;
        _host = host;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<Wire> Open(UploadHost host)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(host.Address.Host, host.Address.Port, Stop);
        return new Wire(socket, host);
    }

    /// <summary>Begins a request: its line, the key, and these headers.</summary>
    public Task Begin(string target, params string[] headers) => Write(string.Join(
        "\r\n",
        [$"POST {target} HTTP/1.1", $"Host: {_host.Address.Authority}", $"Authorization: {_host.Client.DefaultRequestHeaders.Authorization}", "Connection: close", .. headers, "", ""]));

    public async Task Write(string text) => await _socket.SendAsync(Encoding.Latin1.GetBytes(text), Stop);

    /// <summary>Says that nothing follows, and listens on.</summary>
    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Breaks the connection off, as a client that dies does.</summary>
    public void Cut()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    /// <summary>What comes until the answer ends, or the connection does.</summary>
    public async Task<string> Answer()
    {
        var (answer, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (!answer.ToString().EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal) && await _socket.ReceiveAsync(buffer, Stop) is > 0 and var read)
            {
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // Reset after the answer: what was read stands.
        }

        return answer.ToString();
    }

    public void Dispose() => _socket.Dispose();
}
