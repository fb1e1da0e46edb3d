using System.Globalization;
using System.Reflection;

namespace Media.Imaging.Child;

/// <summary>How this very program is started again as the child decoder.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Arguments">In front of the order's own.</param>
/// <param name="Folders">What it reads of itself.</param>
internal sealed record ChildProgram(string Path, IReadOnlyList<string> Arguments, IReadOnlyList<string> Folders)
{
    // The shared framework lies in dotnet/shared/NAME/VERSION.
    private static readonly string DotnetRoot = System.IO.Path.GetFullPath(
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    public static ChildProgram Of(ImagingSettings settings)
    {
        if (settings.Decoder.Count > 0)
        {
            var named = System.IO.Path.GetFullPath(settings.Decoder[0]);
            return new ChildProgram(named, [.. settings.Decoder.Skip(1)], [System.IO.Path.GetDirectoryName(named)!, DotnetRoot]);
        }

        var running = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        var muxer = System.IO.Path.GetFileNameWithoutExtension(running) == "dotnet";
        return new ChildProgram(
            running,
            muxer ? [Assembly.GetEntryAssembly()!.Location, "decode"] : ["decode"],
            [AppContext.BaseDirectory, DotnetRoot]);
    }

    /// <summary>All of the child's environment.</summary>
    public static IReadOnlyDictionary<string, string> EnvironmentOf(string folder, long memoryBytes)
    {
        var environment = new Dictionary<string, string>
        {
            ["DOTNET_ROOT"] = DotnetRoot,
            // Pixels lie outside the managed heap; without a limit of its own the collector plans for the whole machine.
            ["DOTNET_GCHeapHardLimit"] = Math.Max(memoryBytes / 8, 64 << 20).ToString("x", CultureInfo.InvariantCulture),
            ["DOTNET_gcServer"] = "0",
            ["DOTNET_gcConcurrent"] = "0",
            // Writes code pages through a file of 2 GiB in memory, which the limit on files refuses; and is slower to start.
            ["DOTNET_EnableWriteXorExecute"] = "0",
            ["DOTNET_EnableDiagnostics"] = "0",
            ["DOTNET_TieredPGO"] = "0",
            ["MALLOC_ARENA_MAX"] = "2",
            ["OMP_NUM_THREADS"] = "1",
            ["HOME"] = folder,
            ["TMPDIR"] = folder,
        };
        if (TestCrash.Allowed)
        {
            environment[TestCrash.Switch] = "1";
        }

        return environment;
    }
}
