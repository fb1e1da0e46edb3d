using System.Diagnostics;
using System.Globalization;

namespace Media.Testing.Engines;

/// <summary>
/// A server as a child process, addressed by its own id. It ends when these tests do, however they end: a shell between holds a pipe
/// whose other end is here. Once that closes it kills the server, and removes its folder where nobody has said that it stays. The test
/// program does not wait for that: a runner forgives an end of ten seconds and no more, and a store of many files can take longer.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private const string Keeper = """
        trap '' INT
        exec 2>/dev/null
        "$@" </dev/null >>"$MEDIA_SERVER_FOLDER/log" 2>&1 &
        echo $!
        read -r stays
        kill -KILL $!
        wait $!
        [ -n "$stays" ] || rm -rf -- "$MEDIA_SERVER_FOLDER"
        """;

    private readonly string _folder;
    private readonly string[] _command;
    private Process? _keeper;

    private ServerProcess(string folder, string[] command) => (_folder, _command) = (folder, command);

    /// <summary>The server's own process id.</summary>
    public int Id { get; private set; }

    /// <summary>What the server wrote to its console.</summary>
    public string Output => Path.Combine(_folder, "log") is var log && File.Exists(log) ? File.ReadAllText(log) : "";

    /// <param name="folder">The server's alone: what it writes to its console is <c>log</c> there. Who starts a server and kills it removes the folder.</param>
    /// <param name="command">A program that becomes the server, and its arguments.</param>
    public static async Task<ServerProcess> Start(string folder, params string[] command)
    {
        var server = new ServerProcess(folder, command);
        await server.StartAgain();
        return server;
    }

    /// <summary>Starts the server once more after <see cref="Kill"/>.</summary>
    public async Task StartAgain()
    {
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["MEDIA_SERVER_FOLDER"] = _folder;
        foreach (var argument in (string[])["-c", Keeper, "keeper", .. _command])
        {
            start.ArgumentList.Add(argument);
        }

        _keeper = Process.Start(start)!;
        Id = int.Parse((await _keeper.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
    }

    /// <summary>Ends the server as a power cut would; its folder stays.</summary>
    public async Task Kill()
    {
        if (_keeper is { } keeper)
        {
            await keeper.StandardInput.WriteLineAsync("stays");
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
