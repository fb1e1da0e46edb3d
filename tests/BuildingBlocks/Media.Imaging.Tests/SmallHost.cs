using System.Diagnostics;
using Media.Sandbox;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Media.Imaging.Tests;

/// <summary>This test program run as a process of its own.</summary>
internal static class SmallHost
{
    public static async Task<(int Exit, string Output)> Run(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(Bench.Stop);
        await process.WaitForExitAsync(Bench.Stop);
        return (process.ExitCode, output.Trim());
    }

    /// <summary>Makes one thumbnail and says what came of it.</summary>
    public static async Task<int> Render(string path, string marker, DecodeWhere where)
    {
        using var pictures = New(new ImagingSettings { TestCrash = marker });
        Console.WriteLine(await Outcome(pictures, path, where));
        return 0;
    }

    /// <summary>Works through a folder again and again and says the resident memory after a fifth and at the end.</summary>
    public static async Task<int> Soak(string folder, int count)
    {
        using var pictures = New(new ImagingSettings());
        var files = Directory.GetFiles(folder);
        for (var i = 0; i < count; i++)
        {
            await Outcome(pictures, files[i % files.Length], DecodeWhere.Anywhere);
            if (i == count / 5 || i == count - 1)
            {
                Console.WriteLine(Memory.Now());
            }
        }

        return 0;
    }

    private static async Task<string> Outcome(Pictures pictures, string path, DecodeWhere where)
    {
        try
        {
            await pictures.Render(path, [new("j", 64, RenditionFormat.Jpeg), new("w", 64, RenditionFormat.Webp)], where, CancellationToken.None);
            await pictures.DecodeForDetection(path, 64, 64, DetectorFit.Letterbox, where, CancellationToken.None);
            return "ok";
        }
        catch (PictureException refused)
        {
            return refused.Problem.Code;
        }
    }

    private static Pictures New(ImagingSettings settings) =>
        new(Options.Create(new PictureLimits()), Options.Create(settings), new Children(), NullLogger<Pictures>.Instance);
}
