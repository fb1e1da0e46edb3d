using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Documents.Tests;

/// <summary>This test program as another process, which writes documents until it is killed and says each that was answered.</summary>
internal static class KilledWriter
{
    private const string Variable = "MEDIA_TEST_WRITER";

    /// <summary>Starts the writer, kills it once it has answered that many, and returns all that it had said by then.</summary>
    public static async Task<IReadOnlyList<string>> Run(string folder, int kill, CancellationToken stop)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[Variable] = folder;
        using var writer = Process.Start(start)!;
        var answered = new List<string>();
        while (await writer.StandardOutput.ReadLineAsync(stop) is { } line)
        {
            answered.Add(line);
            if (answered.Count == kill)
            {
                writer.Kill();
            }
        }

        await writer.WaitForExitAsync(stop);
        return answered;
    }

    /// <summary>In the child: writes until it is killed. False in the test run itself.</summary>
    public static bool Is()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } folder)
        {
            return false;
        }

        Write(folder);
        return true;
    }

    private static void Write(string folder)
    {
        using var services = SqliteDocumentsTests.Services(folder);
        var documents = services.GetRequiredService<IDocuments<Sample>>();
        Task.WaitAll([.. Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                var id = $"{writer}-{i}";
                await documents.Insert(new Sample { Id = id, Rank = i, Text = new string('x', 2000) }, CancellationToken.None);
                lock (services)
                {
                    // One write a line: a line that is there is whole.
                    Console.Out.Write(id + "\n");
                    Console.Out.Flush();
                }
            }
        }))]);
    }
}
