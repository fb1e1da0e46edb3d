using Media.Testing.Hosting;
using Media.Web.Access;
using Media.Web.Tests.Sample;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Media.Web.Tests;

public sealed class FirstKeyTests : ITellFirstKey, IHostApplicationLifetime, IDisposable
{
    private const string Given = "media_given_0123456789abcdef0123456789abcdef";

    private readonly MemoryDocuments<KeyDocument> _documents = new();
    private readonly List<string> _told = [];
    private readonly LogMemory _log = new();
    private readonly Keys _keys;
    private bool _stopped;

    public FirstKeyTests() => _keys = new Keys(_documents);

    public CancellationToken ApplicationStarted => default;

    public CancellationToken ApplicationStopping => default;

    public CancellationToken ApplicationStopped => default;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_made_where_there_is_none_and_only_then()
    {
        await Start(null);
        await Start(null);
        ApiKey.TryParse(_told.ShouldHaveSingleItem(), out var key).ShouldBeTrue();
        key.Is((await _keys.Find(key.Id, Stop))!.Hash).ShouldBeTrue();
    }

    [Fact]
    public async Task The_key_of_the_settings_is_put_in_once_and_told_to_nobody()
    {
        await _keys.Find("given", Stop);
        await Start(Given);
        await Start(Given);
        var key = (await _keys.Find("given", Stop)).ShouldNotBeNull("what was remembered as unknown is forgotten");
        key.Scopes.ShouldBe(Scope.All);
        key.Tenant.ShouldBe("default");
        _told.ShouldBeEmpty();
        _stopped.ShouldBeFalse();
    }

    [Fact]
    public async Task The_id_of_another_key_ends_the_process_with_the_name_of_the_setting_and_without_the_secret()
    {
        await Start(Given);
        await Start("media_given_ffffffffffffffffffffffffffffffff");
        _stopped.ShouldBeTrue();
        Environment.ExitCode = 0;
        _log.Lines.ShouldContain(l => l.StartsWith("Critical: Media:Access:FirstKey has the id given"));
        _log.Lines.ShouldNotContain(l => l.Contains("ffff"));
    }

    [Fact]
    public async Task A_store_that_is_down_at_start_is_waited_for_and_named()
    {
        _documents.Down = true;
        using var first = Make(Given);
        await first.StartAsync(Stop);
        (await first.CheckHealthAsync(new HealthCheckContext(), Stop)).Status.ShouldBe(HealthStatus.Unhealthy);

        _documents.Down = false;
        await first.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10), Stop);
        (await first.CheckHealthAsync(new HealthCheckContext(), Stop)).Status.ShouldBe(HealthStatus.Healthy);
        (await _keys.Find("given", Stop)).ShouldNotBeNull();
    }

    void ITellFirstKey.Tell(string key) => _told.Add(key);

    void IHostApplicationLifetime.StopApplication() => _stopped = true;

    public void Dispose() => _keys.Dispose();

    private async Task Start(string? setting)
    {
        using var first = Make(setting);
        await first.StartAsync(Stop);
        await first.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10), Stop);
    }

    private FirstKey Make(string? setting) => new(
        _documents, _keys, Options.Create(new AccessSettings { FirstKey = setting }), this, TimeProvider.System, this, LoggerFactory.Create(b => b.AddProvider(_log)).CreateLogger<FirstKey>());
}
