using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Media.Messaging.Tests;

/// <summary>This test program as another process that hears notes: it can be killed, and its memory is its own.</summary>
internal sealed class KafkaChild : IAsyncDisposable
{
    private const string Variable = "MEDIA_TEST_KAFKA_CHILD";

    private readonly Process _process;

    private KafkaChild(Process process) => _process = process;

    /// <summary>Resident memory in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <param name="waitsAt">The note whose handler waits for <see cref="GoOn"/>; -1 for all.</param>
    public static KafkaChild Start(Dictionary<string, string?> settings, int waitsAt)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[Variable] = JsonSerializer.Serialize(new Order(settings, waitsAt));
        return new KafkaChild(Process.Start(start)!);
    }

    /// <summary>In the child: hears until it is killed, or its parent is gone. False in the test run itself.</summary>
    public static async Task<bool> Is()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } order)
        {
            return false;
        }

        await Hear(JsonSerializer.Deserialize<Order>(order)!);
        return true;
    }

    /// <summary>How many handlers have ended so far; said each time that it has changed.</summary>
    public async Task UntilHandled(int count, CancellationToken stop)
    {
        while (await _process.StandardOutput.ReadLineAsync(stop) is { } line)
        {
            if (int.Parse(line, CultureInfo.InvariantCulture) >= count)
            {
                return;
            }
        }

        throw new InvalidOperationException("The child ended early");
    }

    public Task GoOn() => _process.StandardInput.WriteLineAsync("go on");

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task Hear(Order order)
    {
        var goOn = new TaskCompletionSource();
        var module = new NoteModule(h => order.WaitsAt == -1 || order.WaitsAt == h.Number ? goOn.Task.WaitAsync(h.Stop) : Task.CompletedTask);
        await using var host = await EngineHost.Start(order.Settings, module);
        // The console's own asynchronous read waits on the thread that asks.
        var input = Task.Run(Console.In.ReadLine);
        // Until nobody reads it any more.
        for (var told = -1; !(input.IsCompleted && input.Result is null);)
        {
            if (input.IsCompleted)
            {
                goOn.TrySetResult();
                input = Task.Run(Console.In.ReadLine);
            }

            var count = module.Handled.Count;
            if (count != told)
            {
                await Console.Out.WriteLineAsync($"{count}");
                told = count;
            }

            await Task.Delay(20);
        }
    }

    private sealed record Order(Dictionary<string, string?> Settings, int WaitsAt);
}
