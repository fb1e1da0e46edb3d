using System.Net;
using System.Net.Sockets;

namespace Media.Testing.Engines;

/// <summary>Ports of 127.0.0.1 that nobody uses at the moment.</summary>
public static class Ports
{
    public static int Free() => Free(1);

    /// <param name="together">How many in a row, from the one returned on.</param>
    public static int Free(int together)
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            if (Enumerable.Range(port + 1, together - 1).All(IsFree))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
