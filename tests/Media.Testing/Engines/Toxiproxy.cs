using System.Net.Http.Json;

namespace Media.Testing.Engines;

/// <summary>A wire between a program and an engine that a test can cut, slow down and make narrow.</summary>
public sealed class Toxiproxy : IAsyncDisposable
{
    private readonly ServerProcess _process;
    private readonly HttpClient _http;
    private readonly string _folder;

    private Toxiproxy(ServerProcess process, Uri address, string folder)
    {
        (_process, _folder) = (process, folder);
        _http = new HttpClient { BaseAddress = address };
    }

    /// <summary>Host and port at which the engine is reached through the wire.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Lays a wire to an engine; the test is skipped where there is no shelf.</summary>
    public static async Task<Toxiproxy> To(TestEngine engine)
    {
        Shelf.Find("servers", "serve");
        var folder = Directory.CreateTempSubdirectory("media-wire-").FullName;
        var port = Ports.Free();
        var process = await ServerProcess.Start(folder, Shelf.At("servers", "serve"), "toxiproxy", $"{port}", folder);
        var wire = new Toxiproxy(process, new Uri($"http://127.0.0.1:{port}"), folder) { Address = $"127.0.0.1:{Ports.Free()}" };
        await Hosting.Wait.Until(wire.Answers, () => process.Output);
        await wire.Post("/proxies", new { name = "wire", listen = wire.Address, upstream = engine.Address, enabled = true });
        return wire;
    }

    /// <summary>Ends every connection and refuses new ones.</summary>
    public Task Cut() => Post("/proxies/wire", new { enabled = false });

    public Task Mend() => Post("/proxies/wire", new { enabled = true });

    /// <summary>Lets connections stand and passes nothing on: what a frozen server looks like.</summary>
    public Task Silence() => Post("/proxies/wire/toxics", new { name = "silence", type = "timeout", stream = "downstream", attributes = new { timeout = 0 } });

    /// <summary>Holds back each answer.</summary>
    public Task Slow(TimeSpan by) =>
        Post("/proxies/wire/toxics", new { name = "slow", type = "latency", stream = "downstream", attributes = new { latency = (long)by.TotalMilliseconds } });

    /// <summary>Takes back what <see cref="Silence"/> and <see cref="Slow"/> did.</summary>
    public Task Clear() => Post("/reset", new { });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> Answers()
    {
        try
        {
            return (await _http.GetAsync("/version")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task Post(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(path, body);
        answer.EnsureSuccessStatusCode();
    }
}
