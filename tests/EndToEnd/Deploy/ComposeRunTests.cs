using System.Diagnostics;
using Media.EndToEnd.Tests.Client;
using Media.EndToEnd.Tests.Cluster;
using Media.EndToEnd.Tests.Hosting;
using Media.EndToEnd.Tests.Pictures;

namespace Media.EndToEnd.Tests.Deploy;

/// <summary>
/// What docker-compose.yml and the Dockerfile would run, as processes: their commands and settings, with this machine's addresses and folders
/// in the place of the containers'.
/// </summary>
public sealed class ComposeRunTests
{
    private readonly ComposeFile _compose = ComposeFile.Read();
    private readonly ImageFile _image = ImageFile.Read();
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_services_of_split_make_a_picture_ready_behind_one_address()
    {
        await using var engines = await StandIns.Start();
        var services = _compose.Profile("split").Where(s => s.RunsTheHost);
        await using var cluster = await MediaCluster.Start(services.ToDictionary(s => s.Name, s => engines.Environment(_image, s)), _stop);
        await MakesAPictureReady(cluster.Api);
        foreach (var module in cluster.Modules.Values)
        {
            await SaysHowItIs(module);
        }

        cluster.Modules.Values.Count(m => m.Key.Length > 0).ShouldBe(1, "one of them tells the first key");
    }

    [Fact]
    public async Task The_service_of_single_makes_a_picture_ready()
    {
        var service = _compose.Profile("single").ShouldHaveSingleItem();
        var environment = _image.Environment.Concat(service.Environment).GroupBy(e => e.Key).Select(e => (e.Key, e.Last().Value)).ToArray();
        environment.ShouldContain(("Media__Access__FirstKey", ""), "so that one is made, and told");
        await using var host = await MediaHost.Start(_stop, environment);
        await Until.True(() => host.Key.Length > 0, TimeSpan.FromSeconds(10), () => host.Output, _stop);
        await MakesAPictureReady(host.Api);
        await SaysHowItIs(host);
        await host.Kill(_stop);
        var (exit, why) = await host.Ask(_image.HealthCheck[1], _stop);
        exit.ShouldBe(1);
        why.ShouldContain("does not answer");
    }

    [Fact]
    public async Task The_password_is_made_once()
    {
        var secrets = _compose.Services.Single(s => s.Name == "secrets");
        var folder = Directory.CreateTempSubdirectory("media-secrets-");
        try
        {
            var script = secrets.Texts("command").ShouldHaveSingleItem().Replace("/run/secrets", folder.FullName, StringComparison.Ordinal);
            var made = new List<string>();
            foreach (var _ in Enumerable.Range(0, 2))
            {
                using var shell = Process.Start(secrets.Texts("entrypoint")[0], [.. secrets.Texts("entrypoint")[1..], script]);
                await shell.WaitForExitAsync(_stop);
                shell.ExitCode.ShouldBe(0);
                made.Add(await File.ReadAllTextAsync(folder.GetFiles("s3").ShouldHaveSingleItem().FullName, _stop));
            }

            made[0].ShouldMatch("^[0-9a-f]{48}$");
            made[1].ShouldBe(made[0]);
            File.GetUnixFileMode(Path.Combine(folder.FullName, "s3")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task MakesAPictureReady(Api api)
    {
        var picture = Drawn.Jpeg(seed: 1);
        var file = await api.Upload(picture, "one.jpg", "image/jpeg", _stop);
        // News travels: on a busy machine it takes longer than the status waits for it.
        await Until.True(() => IsHeardOf(api, file.Id), TimeSpan.FromSeconds(60), () => "Orchestration has not heard of the file", _stop);
        await api.Ready(file.Id, _stop);
        Api.Sha256(await api.Bytes($"/v1/files/{file.Id}/content", _stop)).ShouldBe(Api.Sha256(picture));
        (await api.Renditions(file.Id, _stop)).ShouldNotBeEmpty();
        (await api.Detections(file.Id, _stop)).Model.ShouldNotBeEmpty();
    }

    private async Task<bool> IsHeardOf(Api api, Guid id)
    {
        using var answer = await api.Http.GetAsync(new Uri($"/v1/files/{id}/status", UriKind.Relative), _stop);
        return answer.IsSuccessStatusCode;
    }

    // The image's health check, by the settings of the container.
    private async Task SaysHowItIs(MediaHost host)
    {
        var (exit, output) = await host.Ask(_image.HealthCheck[1], _stop);
        exit.ShouldBe(0, output);
        output.ShouldContain("\"ready\"");
    }
}
