using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Media.Testing;

namespace Media.Bench;

/// <summary>A program of another language that does the same work: tests/Bench/peers, run by node.</summary>
internal static class Peer
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "tests", "Bench", "peers");

    /// <param name="threads">How many threads its native code may use side by side.</param>
    /// <returns>The one line of JSON that it prints.</returns>
    public static async Task<T> Run<T>(string script, int threads, CancellationToken stop, params string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            throw new InvalidOperationException("The peers are not installed: ./bench does that with npm ci.");
        }

        var start = new ProcessStartInfo("node", [script, .. arguments]) { UseShellExecute = false, WorkingDirectory = Folder, RedirectStandardOutput = true };
        start.Environment["UV_THREADPOOL_SIZE"] = threads.ToString(CultureInfo.InvariantCulture);
        using var node = Process.Start(start)!;
        var output = await node.StandardOutput.ReadToEndAsync(stop);
        await node.WaitForExitAsync(stop);
        return node.ExitCode == 0
            ? JsonSerializer.Deserialize<T>(output, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException($"{script} ended with {node.ExitCode}: {output}");
    }
}
