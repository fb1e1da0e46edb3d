using System.Diagnostics;
using System.Text.Json;
using Media.EndToEnd.Tests.Client;
using Media.EndToEnd.Tests.Hosting;
using Media.Testing;

namespace Media.EndToEnd.Tests;

/// <summary>The lines that the README asks a newcomer to paste.</summary>
public sealed class ReadmeTests(SharedHost shared)
{
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_session_of_the_readme_works_as_it_stands()
    {
        Assert.SkipUnless(HasCurl(), "curl is not installed, and the README's session needs it");
        var folder = Directory.CreateTempSubdirectory("media-readme-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "docs", "sample"));
            File.Copy(Path.Combine(SourceTree.Root, "docs", "sample", "cat.jpg"), Path.Combine(folder.FullName, "docs", "sample", "cat.jpg"));
            var answers = await Run(Session().Replace("http://127.0.0.1:8080", shared.Host.Address.ToString().TrimEnd('/'), StringComparison.Ordinal), folder.FullName);

            var json = answers.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            json.Length.ShouldBe(4, answers);
            JsonSerializer.Deserialize<StoredFile>(json[0], JsonSerializerOptions.Web)!.Name.ShouldBe("cat.jpg");
            JsonSerializer.Deserialize<Status>(json[1], JsonSerializerOptions.Web)!.State.ShouldBe("ready");
            JsonSerializer.Deserialize<Rendition[]>(json[2], JsonSerializerOptions.Web)!.ShouldContain(r => r.Name == "thumb");
            JsonSerializer.Deserialize<Detections>(json[3], JsonSerializerOptions.Web)!.Found[0].Label.ShouldBe("cat");
            new FileInfo(Path.Combine(folder.FullName, "thumb.webp")).Length.ShouldBeGreaterThan(500);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool HasCurl() =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "curl")));

    // The block that begins with the function it uses.
    private static string Session()
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, "README.md"));
        var from = text.IndexOf("api() {", StringComparison.Ordinal);
        return text[from..text.IndexOf("```", from, StringComparison.Ordinal)];
    }

    private async Task<string> Run(string session, string folder)
    {
        var start = new ProcessStartInfo("bash", ["-c", session]) { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["KEY"] = shared.Host.Key;
        using var bash = Process.Start(start)!;
        var output = await bash.StandardOutput.ReadToEndAsync(_stop);
        await bash.WaitForExitAsync(_stop);
        bash.ExitCode.ShouldBe(0, output);
        return output;
    }
}
