using System.Diagnostics;
using System.Globalization;

namespace Media.Testing.Engines;

/// <summary>
/// A server as a child process, addressed by its own id. It ends when these tests do, however they end: a shell between holds a pipe
/// whose other end is here, and kills the server once that closes.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private const string Keeper = "\"$@\" </dev/null >>\"$MEDIA_SERVER_LOG\" 2>&1 & echo $!; cat >/dev/null; kill -KILL $! 2>/dev/null; wait $! 2>/dev/null";

    private readonly string _log;
    private readonly string[] _command;
    private Process? _keeper;

    private ServerProcess(string log, string[] command) => (_log, _command) = (log, command);

    /// <summary>The server's own process id.</summary>
    public int Id { get; private set; }

    /// <summary>What the server wrote to its console.</summary>
    public string Output => File.Exists(_log) ? File.ReadAllText(_log) : "";

    /// <param name="log">A file for what the server writes to its console.</param>
    /// <param name="command">A program that becomes the server, and its arguments.</param>
    public static async Task<ServerProcess> Start(string log, params string[] command)
    {
        var server = new ServerProcess(log, command);
        await server.StartAgain();
        return server;
    }

    /// <summary>Starts the server once more after <see cref="Kill"/>.</summary>
    public async Task StartAgain()
    {
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["MEDIA_SERVER_LOG"] = _log;
        foreach (var argument in (string[])["-c", Keeper, "keeper", .. _command])
        {
            start.ArgumentList.Add(argument);
        }

        _keeper = Process.Start(start)!;
        Id = int.Parse((await _keeper.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
    }

    /// <summary>Ends the server as a power cut would.</summary>
    public async Task Kill()
    {
        if (_keeper is { } keeper)
        {
            keeper.StandardInput.Close();
            await keeper.WaitForExitAsync();
            keeper.Dispose();
            _keeper = null;
        }
    }

    /// <summary>Stops the server in mid-air: it holds its connections and answers nothing.</summary>
    public Task Freeze() => Signal("STOP");

    /// <summary>Lets a frozen server go on.</summary>
    public Task Thaw() => Signal("CONT");

    public async ValueTask DisposeAsync() => await Kill();

    private async Task Signal(string name)
    {
        using var kill = Process.Start("/bin/kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
