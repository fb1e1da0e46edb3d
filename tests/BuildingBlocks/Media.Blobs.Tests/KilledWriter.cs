using System.Diagnostics;
using Media.Blobs.Folder;

namespace Media.Blobs.Tests;

/// <summary>This test program as another process, which is killed half way through writing a blob.</summary>
internal static class KilledWriter
{
    public const string Key = "originals/default/killed/half";

    private const string Variable = "MEDIA_TEST_BLOB_WRITER";

    public static async Task Run(string folder, CancellationToken stop)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[Variable] = folder;
        using var writer = Process.Start(start)!;
        (await writer.StandardOutput.ReadLineAsync(stop)).ShouldBe("half way");
        writer.Kill();
        await writer.WaitForExitAsync(stop);
        writer.ExitCode.ShouldBe(128 + 9);
    }

    /// <summary>In the child: writes half a blob, says so, and waits for its end. False in the test run itself.</summary>
    public static async Task<bool> Is()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } folder)
        {
            return false;
        }

        using var blobs = FolderBlobs.Open(folder);
        var half = new MadeStream(20_000_000)
        {
            Before = async position =>
            {
                if (position >= 10_000_000)
                {
                    await Console.Out.WriteAsync("half way\n");
                    await Console.Out.FlushAsync();
                    await Task.Delay(Timeout.Infinite);
                }
            },
        };
        await blobs.Write(Key, half, long.MaxValue, CancellationToken.None);
        return true;
    }
}
