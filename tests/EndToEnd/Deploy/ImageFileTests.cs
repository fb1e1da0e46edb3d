using System.Text.Json;
using Media.Testing;

namespace Media.EndToEnd.Tests.Deploy;

/// <summary>The Dockerfile names what there is, and makes an image that does without rights.</summary>
public sealed class ImageFileTests
{
    private readonly ImageFile _image = ImageFile.Read();

    [Fact]
    public void Every_file_that_it_copies_is_there_and_reaches_the_engine()
    {
        var sent = File.ReadLines(SourceTree.At(".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]).ToArray();
        var stages = _image.Instructions.Where(i => i.Name == "FROM").Select(i => i.Words[^1]).ToArray();
        var sources = new List<string>();
        foreach (var copy in _image.Instructions.Where(i => i.Name == "COPY"))
        {
            if (copy.Words[0].StartsWith("--from=", StringComparison.Ordinal))
            {
                stages.ShouldContain(copy.Words[0]["--from=".Length..]);
                continue;
            }

            sources.AddRange(copy.Words[..^1]);
        }

        sources.ShouldNotBeEmpty();
        sources.ShouldAllBe(s => Path.Exists(SourceTree.At(s)));
        sources.Distinct().ShouldBe(sent, ignoreOrder: true);
    }

    [Fact]
    public void It_restores_what_the_lock_files_say_and_builds_the_host_on_the_SDK_that_the_repository_asks_for()
    {
        var sdk = JsonDocument.Parse(File.ReadAllText(SourceTree.At("global.json"))).RootElement.GetProperty("sdk").GetProperty("version").GetString()!;
        var version = sdk[..sdk.LastIndexOf('.')];
        var images = _image.Instructions.Where(i => i.Name == "FROM").Select(i => i.Words.First(w => !w.StartsWith("--", StringComparison.Ordinal))).ToArray();
        images.ShouldBe([$"mcr.microsoft.com/dotnet/sdk:{version}", $"mcr.microsoft.com/dotnet/sdk:{version}", $"mcr.microsoft.com/dotnet/aspnet:{version}"]);
        var runs = _image.Instructions.Where(i => i.Name == "RUN" && i.Words[0] == "dotnet").ToArray();
        runs.Length.ShouldBe(2);
        runs.ShouldAllBe(r => File.Exists(SourceTree.At(r.Words[2])));
        runs[0].Words.ShouldContain("--locked-mode");
    }

    [Fact]
    public void The_image_runs_the_host_without_rights_and_keeps_its_data_in_a_volume()
    {
        _image.Last.Last(i => i.Name == "USER").Text.ShouldBe("1654:1654");
        _image.Entrypoint.ShouldBe(["/usr/bin/tini", "--", "/app/media"]);
        _image.HealthCheck.ShouldBe(["/app/media", "health"]);
        _image.Last.Single(i => i.Name == "VOLUME").Text.ShouldBe(_image.Environment["Media__Data"]);
        var port = new Uri(_image.Environment["ASPNETCORE_URLS"]).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        _image.Last.Single(i => i.Name == "EXPOSE").Words.ShouldContain(port);
        var known = SettingsTable.Read();
        _image.Environment.Keys.Where(v => v.StartsWith("Media__", StringComparison.Ordinal)).ShouldAllBe(v => known.Contains(SettingsTable.Of(v)));
    }
}
