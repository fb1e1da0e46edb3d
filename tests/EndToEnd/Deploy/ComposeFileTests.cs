using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using Media.EndToEnd.Tests.Cluster;
using Media.Testing;

namespace Media.EndToEnd.Tests.Deploy;

/// <summary>docker-compose.yml says nothing wrong: no container engine runs where these tests do.</summary>
public sealed partial class ComposeFileTests
{
    // It names its draft by an address that is not quite the draft's own.
    private static readonly JsonSchema Schema = JsonSchema.FromText(
        File.ReadAllText(SourceTree.At("tests", "EndToEnd", "Deploy", "Schema", "compose-spec.json"))
            .Replace("https://json-schema.org/draft-07/schema", "http://json-schema.org/draft-07/schema#", StringComparison.Ordinal));

    private readonly ComposeFile _compose = ComposeFile.Read();

    [Fact]
    public void It_is_valid_by_the_schema_of_the_Compose_Specification() => Faults(_compose).ShouldBeEmpty();

    [Theory]
    [InlineData("services: { media: { image: media, volume: [data] } }")]
    [InlineData("services: { media: { image: media, networks: 5 } }")]
    [InlineData("services: { media: { image: media, environment: [5] } }")]
    [InlineData("service: { media: { image: media } }")]
    public void The_schema_finds_what_is_wrong(string text) => Faults(ComposeFile.Parse(text)).ShouldNotBeEmpty();

    [Fact]
    public void Each_module_is_a_service_of_its_name()
    {
        var modules = _compose.Profile("split").Where(s => s.RunsTheHost).ToArray();
        modules.Select(m => m.Name).ShouldBe(MediaCluster.Names, ignoreOrder: true);
        modules.ShouldAllBe(m => m.Environment["Media__Modules"] == m.Name);
        _compose.Profile("single").ShouldHaveSingleItem().RunsTheHost.ShouldBeTrue();
    }

    [Fact]
    public void Nginx_sends_to_each_module_and_to_nothing_else()
    {
        var text = File.ReadAllText(SourceTree.At("deploy", "nginx", "media.conf"));
        var upstreams = Upstream().Matches(text).Select(m => (Name: m.Groups["name"].Value, Server: m.Groups["server"].Value)).ToArray();
        upstreams.Select(u => u.Name).ShouldBe(MediaCluster.Names, ignoreOrder: true);
        upstreams.ShouldAllBe(u => u.Server == u.Name);
        Target().Matches(text).Select(m => m.Groups["name"].Value).Distinct().ShouldBe(MediaCluster.Names, ignoreOrder: true);
    }

    [Fact]
    public void Every_setting_that_a_service_has_is_one_there_is()
    {
        var known = SettingsTable.Read();
        _compose.Services.SelectMany(s => s.Environment.Keys).Where(v => v.StartsWith("Media", StringComparison.Ordinal)).Distinct()
            .Where(v => !known.Contains(SettingsTable.Of(v)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_engine_that_a_module_is_told_of_is_a_service_on_a_network_of_its()
    {
        var services = _compose.Profile("split").ToDictionary(s => s.Name);
        foreach (var module in services.Values.Where(s => s.RunsTheHost))
        {
            var hosts = module.Environment.Values.SelectMany(v => Host().Matches(v)).Select(m => m.Groups["name"].Value).ToArray();
            hosts.ShouldBe(["kafka", "mongo", "minio", "redis"], ignoreOrder: true);
            hosts.ShouldAllBe(h => services[h].Networks.Intersect(module.Networks).Any());
            services["front"].Networks.ShouldAllBe(n => module.Networks.Contains(n));
        }

        services["kafka"].Environment["KAFKA_ADVERTISED_LISTENERS"].ShouldBe("PLAINTEXT://kafka:9092");
    }

    [Fact]
    public void The_store_and_the_modules_read_one_password_that_is_made_at_the_first_start()
    {
        var (minio, upload) = (Service("minio"), Service("upload"));
        minio.Environment["MINIO_ROOT_USER"].ShouldBe(upload.Environment["Media__S3__AccessKey"]);
        minio.Environment["MINIO_ROOT_PASSWORD_FILE"].ShouldBe(upload.Environment["Media__S3__SecretKey__File"]);
        minio.Volumes.ShouldContain("secrets:/run/secrets:ro");
        upload.Volumes.ShouldContain("secrets:/run/secrets:ro");
        Service("secrets").Volumes.ShouldBe(["secrets:/run/secrets"]);
        _compose.Services.SelectMany(s => s.Environment)
            .Where(e => e.Key.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase) || e.Key.Contains("Secret", StringComparison.OrdinalIgnoreCase))
            .ShouldAllBe(e => e.Value == "/run/secrets/s3");
    }

    [Fact]
    public void One_port_is_published_and_containers_may_do_little()
    {
        foreach (var profile in (string[])["single", "split"])
        {
            _compose.Profile(profile).SelectMany(s => s.Texts("ports")).ShouldBe(["8080:8080"]);
        }

        _compose.Services.ShouldAllBe(s => s.Texts("cap_drop").SequenceEqual(new[] { "ALL" }) && s.Texts("security_opt").Contains("no-new-privileges:true"));
        _compose.Services.Where(s => !s.Is("read_only")).Select(s => s.Name).ShouldBe(["kafka"]);
        ((bool?)_compose.Root["networks"]!["engines"]!["internal"]).ShouldBe(true);
    }

    [Fact]
    public void Every_file_and_volume_that_a_service_names_is_there()
    {
        var volumes = _compose.Root["volumes"]!.AsObject().Select(v => v.Key).ToArray();
        foreach (var source in _compose.Services.SelectMany(s => s.Volumes).Where(v => v.Contains(':')).Select(v => v[..v.IndexOf(':', StringComparison.Ordinal)]))
        {
            (volumes.Contains(source) || File.Exists(SourceTree.At(source))).ShouldBeTrue($"{source} is not there");
        }
    }

    private ComposeService Service(string name) => _compose.Services.Single(s => s.Name == name);

    private static string[] Faults(ComposeFile compose)
    {
        using var file = JsonDocument.Parse(compose.Root.ToJsonString());
        var result = Schema.Evaluate(file.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? [] : [.. result.Details!.Where(d => d.Errors is not null).SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation}: {e.Value}"))];
    }

    [GeneratedRegex(@"upstream (?<name>\w+) .*server (?<server>\w+):8080 resolve;", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Upstream();

    [GeneratedRegex(@"^ +(default|~\S+) +(?<name>\w+);", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Target();

    [GeneratedRegex(@"^([a-z]+://)?(?<name>[a-z]+):\d+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Host();
}
