using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Media.EndToEnd.Tests.Client;
using Media.Testing.Description;
using Media.Testing.Engines;

namespace Media.EndToEnd.Tests.Hosting;

/// <summary>
/// The built host as a child process, on ports and a folder of its own. It can be killed and started again on what it left behind.
/// </summary>
internal sealed partial class MediaHost : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly string _binary;
    private readonly Dictionary<string, string> _settings;
    private readonly StringBuilder _output = new();
    private readonly HttpClient _plain = new();
    private readonly HttpClient _http;
    // Kept to the end: others ask whether the process runs while it is replaced by the next.
    private readonly List<Process> _ended = [];
    private volatile Process? _process;

    private MediaHost(string binary, Dictionary<string, string> settings)
    {
        _binary = binary;
        Key = settings.GetValueOrDefault("Media__Access__FirstKey") ?? NewKey();
        Address = new Uri($"http://127.0.0.1:{Ports.Free()}");
        Folder = Directory.CreateTempSubdirectory("media-endtoend-").FullName;
        _settings = new Dictionary<string, string>(settings)
        {
            ["ASPNETCORE_URLS"] = Address.ToString(),
            ["Media__Grpc__Url"] = $"http://127.0.0.1:{Ports.Free()}",
            ["Media__Data"] = Folder,
            ["Media__Access__FirstKey"] = Key,
            ["MALLOC_ARENA_MAX"] = "2",
        };
        // Whatever a test asks, the answer is held to the interface's description too.
        _http = new HttpClient(new DescribedAnswers(new SocketsHttpHandler())) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(2) };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        Api = new Api(_http);
    }

    public Uri Address { get; }

    /// <summary>An API key with every scope. Where the settings have an empty one, it is empty until the host has made and told one.</summary>
    public string Key { get; private set; }

    /// <summary>Where the embedded engines keep everything.</summary>
    public string Folder { get; }

    public Api Api { get; }

    /// <summary>When the process was last started.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    public int Starts { get; private set; }

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>What the host wrote to its console, over all of its starts.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <param name="settings">Environment of the host beyond its address, folder and first key: <c>Media__Steps__Lease</c> and the like.</param>
    public static Task<MediaHost> Start(CancellationToken stop, params (string Name, string Value)[] settings) => StartOf(Binary.Path, stop, settings);

    /// <summary>As <see cref="Start"/>, another build of the host.</summary>
    public static async Task<MediaHost> StartOf(string binary, CancellationToken stop, params (string Name, string Value)[] settings)
    {
        var host = new MediaHost(binary, settings.ToDictionary(s => s.Name, s => s.Value));
        try
        {
            await host.StartAgain(stop);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the process on the same folder and waits until it is ready.</summary>
    public async Task StartAgain(CancellationToken stop)
    {
        Launch();
        await Until.True(async () => !IsRunning || await IsReady(stop), StartLimit, () => $"The host is not ready:\n{Output}", stop);
        IsRunning.ShouldBeTrue($"The host ended at its start:\n{Output}");
    }

    /// <summary>Starts the process and waits for nothing.</summary>
    public void Launch()
    {
        var process = new Process { StartInfo = Beginning() };
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (_process is { } before)
        {
            _ended.Add(before);
        }

        _process = process;
        StartedAt = DateTimeOffset.UtcNow;
        Starts++;
    }

    /// <summary>Ends the process as a power cut would: SIGKILL to its id.</summary>
    public async Task Kill(CancellationToken stop)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(stop);
    }

    /// <summary>Asks the process to end (SIGTERM) and waits until it has.</summary>
    public async Task Stop(CancellationToken stop)
    {
        if (IsRunning)
        {
            Signal("TERM");
            await _process!.WaitForExitAsync(stop).WaitAsync(TimeSpan.FromSeconds(30), stop);
        }
    }

    /// <summary>Stops the process in mid-air: it holds its connections and does nothing.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>Lets a frozen process go on as if nothing had been.</summary>
    public void Thaw() => Signal("CONT");

    /// <summary>Waits for the process to end by itself.</summary>
    public Task Ended(CancellationToken stop) => _process!.WaitForExitAsync(stop);

    /// <summary>The most memory that the process had resident since it was started, in bytes.</summary>
    public long PeakResidentBytes()
    {
        var line = File.ReadLines($"/proc/{_process!.Id}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan("VmHWM:".Length, line.Length - "VmHWM:".Length - " kB".Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>Lets <see cref="PeakResidentBytes"/> begin anew (proc(5): clear_refs).</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{_process!.Id}/clear_refs", "5");

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            await Kill(CancellationToken.None);
        }

        _process?.Dispose();
        _ended.ForEach(p => p.Dispose());
        _http.Dispose();
        _plain.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Runs another of the binary's verbs with the host's own settings.</summary>
    /// <returns>Its exit code, and what it wrote.</returns>
    public async Task<(int Exit, string Output)> Ask(string verb, CancellationToken stop)
    {
        using var process = Process.Start(Beginning(verb))!;
        var output = process.StandardOutput.ReadToEndAsync(stop);
        await process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return (process.ExitCode, await output);
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private ProcessStartInfo Beginning(params string[] arguments)
    {
        // As the compose file weighs them: work gets what the other modules leave.
        string[] command = _settings.GetValueOrDefault("Media__Modules") is "processing" or "vision" ? ["nice", "-n", "6", _binary, .. arguments] : [_binary, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        // A host that lives for seconds gains nothing from code that is measured first.
        start.Environment["DOTNET_TieredPGO"] = "0";
        // What the tests' own environment says of Media or ASP.NET Core must not reach the host.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("Media__", StringComparison.OrdinalIgnoreCase) || k.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private async Task<bool> IsReady(CancellationToken stop)
    {
        try
        {
            using var answer = await _plain.GetAsync(new Uri(Address, "/health/ready"), stop);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (Key.Length == 0 && line is not null && ToldKey().Match(line) is { Success: true } told)
        {
            _http.DefaultRequestHeaders.Authorization = new("Bearer", told.Value);
            Key = told.Value;
        }
    }

    public static string NewKey() => $"media_{Hex(6)}_{Hex(24)}";

    [GeneratedRegex("(?<=^API key .*: )media_\\S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ToldKey();

    private static string Hex(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
