using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Media.EndToEnd.Tests.Hosting;
using Media.Testing;
using Media.Testing.Engines;

namespace Media.EndToEnd.Tests.Deploy;

/// <summary>The commands that docs/guide/scale-out.md asks an operator to paste.</summary>
public sealed partial class GuideTests
{
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_processes_by_hand_work_as_the_guide_has_them()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl") && File.Exists("/usr/sbin/nginx"), "curl or nginx is not installed, and the guide needs both");
        var folder = Directory.CreateTempSubdirectory("media-guide-");
        try
        {
            var host = Path.Combine(folder.FullName, "run");
            await File.WriteAllTextAsync(host, $"#!/bin/sh\nexec {Binary.Path} \"$@\"\n", _stop);
            File.SetUnixFileMode(host, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            foreach (var name in (string[])["docs", "deploy"])
            {
                File.CreateSymbolicLink(Path.Combine(folder.FullName, name), SourceTree.At(name));
            }

            var output = await Run(ByHand(), folder.FullName);
            output.Split('\n').Count(line => line.Contains("\"state\":\"ready\"")).ShouldBe(2, output);
            output.Split('\n').Count(line => line == """{"status":"ready","waitingFor":[]}""").ShouldBe(7, output);
            output.ShouldContain("deimv2-femto");
            output.ShouldContain("\"label\":\"cat\"");
            output.ShouldContain("\"state\":\"processing\"", Case.Sensitive, "what is uploaded while a module is away is accepted");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // There is no engine to run them: what they name is there.
    [Fact]
    public void The_commands_of_compose_name_what_there_is()
    {
        var compose = ComposeFile.Read();
        var commands = File.ReadLines(SourceTree.At("docs", "guide", "scale-out.md")).Append(File.ReadAllText(SourceTree.At("README.md")))
            .SelectMany(line => Compose().Matches(line)).ToArray();
        commands.Length.ShouldBeGreaterThan(6);
        foreach (var command in commands)
        {
            compose.Profile(command.Groups["profile"].Value).ShouldNotBeEmpty();
            if (command.Groups["scaled"] is { Success: true } scaled)
            {
                compose.Profile("split").ShouldContain(s => s.Name == scaled.Value);
            }
        }
    }

    // All blocks of the section but the first, in which the reader says where the engines are.
    private static string ByHand()
    {
        var text = File.ReadAllText(SourceTree.At("docs", "guide", "scale-out.md"));
        var from = text.IndexOf("## By hand", StringComparison.Ordinal);
        var section = text[from..text.IndexOf("\n## ", from + 1, StringComparison.Ordinal)];
        var blocks = Block().Matches(section).Select(m => m.Groups["lines"].Value).ToArray();
        blocks[0].ShouldContain("export KAFKA=");
        return string.Concat(blocks.Skip(1));
    }

    private async Task<string> Run(string session, string folder)
    {
        var ports = Port().Matches(session).Select(m => m.Value).Distinct().ToDictionary(port => port, _ => Ports.Free());
        session = Port().Replace(session, m => ports[m.Value].ToString(CultureInfo.InvariantCulture));
        var name = Guid.NewGuid().ToString("n");
        session = session.Replace("Media__S3__Bucket=media", $"Media__S3__Bucket=test-{name}", StringComparison.Ordinal);
        // However the session ends, and these tests, what it started ends too.
        const string End = "stop() { kill $(cat scale-out/*.pid) 2>/dev/null; }; trap stop EXIT; exec 3<&0; { cat <&3; stop; } >/dev/null 2>&1 &\n";
        var start = new ProcessStartInfo("bash", ["-c", End + session])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KAFKA"] = (await TestEngine.Kafka()).Address;
        start.Environment["MONGO"] = (await TestEngine.Mongo()).Address;
        start.Environment["S3"] = (await TestEngine.S3()).Address;
        start.Environment["REDIS"] = (await TestEngine.Redis()).Address;
        (start.Environment["S3_USER"], start.Environment["S3_SECRET"]) = ("media-access", "media-secret");
        // Other tests use the same engines.
        (start.Environment["Media__Kafka__Prefix"], start.Environment["Media__Mongo__Database"]) = ($"test-{name}.", $"test-{name}");
        start.Environment["Media__Redis__Prefix"] = $"test-{name}.";
        (start.Environment["Media__Kafka__WorkPartitions"], start.Environment["Media__Kafka__Partitions"]) = ("6", "6");
        using var bash = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        limit.CancelAfter(TimeSpan.FromMinutes(8));
        var (output, errors) = (bash.StandardOutput.ReadToEndAsync(limit.Token), bash.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await bash.WaitForExitAsync(limit.Token);
            // The shell says there which of its processes was killed.
            return $"{await output}\n{await errors}";
        }
        finally
        {
            bash.StandardInput.Close();
            await bash.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        }
    }

    [GeneratedRegex("```sh\n(?<lines>.*?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"\b810\d\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Port();

    [GeneratedRegex(@"docker compose --profile (?<profile>\w+)[^`\n]*?(--scale (?<scaled>\w+)=|`|$)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Compose();
}
