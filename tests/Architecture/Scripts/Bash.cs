using System.Diagnostics;

namespace Media.Architecture.Tests.Scripts;

/// <summary>Runs lines of bash with the functions of ./run and ./test, in a folder of their own.</summary>
internal sealed class Bash : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("media-scripts-").FullName;

    /// <returns>What the lines print, to either stream; they must end well.</returns>
    public async Task<string> Run(string lines, CancellationToken stop)
    {
        var script = $"""
            set -euo pipefail
            . '{Repository.Root}/build/steps.sh'
            . '{Repository.Root}/build/suites.sh'
            mkdir -p "$reports"
            exec 2>&1
            {lines}
            """;
        var start = new ProcessStartInfo("bash", ["-c", script]) { UseShellExecute = false, WorkingDirectory = Folder, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        process.ExitCode.ShouldBe(0, output);
        return output;
    }

    public void Write(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text.ReplaceLineEndings("\n"));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
