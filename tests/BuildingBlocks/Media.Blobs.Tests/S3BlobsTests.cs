using System.Diagnostics;
using Media.Testing.Engines;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Media.Blobs.Tests;

/// <summary>The port's suite on S3, and what only a store behind a wire can do.</summary>
public sealed class S3BlobsTests : BlobsSuite, IAsyncLifetime
{
    private readonly string _bucket = $"test-{Guid.NewGuid():N}";
    private ServiceProvider? _services;

    protected override IBlobs Blobs => _services!.GetRequiredService<IBlobs>();

    public async ValueTask InitializeAsync() => _services = Services((await TestEngine.S3()).Address);

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(8 * 1024 * 1024)]
    [InlineData((8 * 1024 * 1024) + 1)]
    [InlineData(50_000_000)]
    public async Task Blobs_of_whole_parts_and_of_many_are_what_was_sent(int length)
    {
        var written = await Blobs.Write("a/parts", new MadeStream(length), long.MaxValue, Stop);
        written.Bytes.ShouldBe(length);
        await using var blob = (await Blobs.Read("a/parts", 0, null, Stop))!;
        var read = await System.Security.Cryptography.SHA256.HashDataAsync(blob.Content, Stop);
        Convert.ToHexStringLower(read).ShouldBe(written.Sha256);
    }

    [Fact]
    public async Task Of_two_who_write_a_new_blob_of_many_parts_one_wins()
    {
        var written = await Task.WhenAll(Enumerable.Range(0, 2).Select(i =>
            Blobs.WriteNew("a/race", new MadeStream(20_000_000, (byte)i), long.MaxValue, Stop)));
        var winner = written.OfType<BlobWritten>().ShouldHaveSingleItem();
        await using var blob = (await Blobs.Read("a/race", 0, null, Stop))!;
        Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(blob.Content, Stop)).ShouldBe(winner.Sha256);
    }

    [Fact]
    public async Task A_wire_that_is_cut_or_silent_in_mid_write_leaves_nothing_and_ends_within_the_limit()
    {
        await using var wire = await Toxiproxy.To(await TestEngine.S3());
        await using var services = Services(wire.Address);
        var blobs = services.GetRequiredService<IBlobs>();
        foreach (var (name, hurt, heal) in new (string, Func<Task>, Func<Task>)[] { ("cut", wire.Cut, wire.Mend), ("silent", wire.Silence, wire.Clear) })
        {
            await blobs.Write("a/before", new MadeStream(10), 10, Stop);
            var content = new MadeStream(40_000_000) { Before = position => position > 20_000_000 ? hurt() : Task.CompletedTask };
            var began = Stopwatch.GetTimestamp();
            await Should.ThrowAsync<Exception>(() => blobs.Write($"a/{name}", content, long.MaxValue, Stop));
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(60), name);
            (await Health(services)).ShouldBe(HealthStatus.Unhealthy, name);
            (await Blobs.Stat($"a/{name}", Stop)).ShouldBeNull(name);
            await heal();
            await Testing.Hosting.Wait.Until(async () => await Health(services) == HealthStatus.Healthy);
        }
    }

    [Fact]
    public async Task A_blob_whose_wire_is_cut_while_it_is_read_is_no_shorter_blob()
    {
        await using var wire = await Toxiproxy.To(await TestEngine.S3());
        await using var services = Services(wire.Address);
        var blobs = services.GetRequiredService<IBlobs>();
        await Blobs.Write("a/long", new MadeStream(100_000_000), long.MaxValue, Stop);
        await using var blob = (await blobs.Read("a/long", 0, null, Stop))!;
        await blob.Content.ReadExactlyAsync(new byte[1000], Stop);
        await wire.Cut();
        await Should.ThrowAsync<BlobsUnavailableException>(() => blob.Content.CopyToAsync(Stream.Null, Stop));
    }

    [Fact]
    public async Task A_store_that_is_not_there_yet_is_waited_for_and_its_bucket_made()
    {
        await using var wire = await Toxiproxy.To(await TestEngine.S3());
        await wire.Cut();
        await using var services = Services(wire.Address, $"new-{Guid.NewGuid():N}");
        await Should.ThrowAsync<BlobsUnavailableException>(() => services.GetRequiredService<IBlobs>().Stat("a/b", Stop));
        await wire.Mend();
        await Testing.Hosting.Wait.Until(async () => await Health(services) == HealthStatus.Healthy);
        (await services.GetRequiredService<IBlobs>().Stat("a/b", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_long_blob_takes_little_memory()
    {
        await Blobs.Write("a/warm", new MadeStream(100_000_000), long.MaxValue, Stop);
        long most = 0;
        var before = Environment.WorkingSet;
        var content = new MadeStream(600_000_000)
        {
            Before = _ =>
            {
                most = Math.Max(most, Environment.WorkingSet - before);
                return Task.CompletedTask;
            },
        };
        await Blobs.Write("a/long", content, long.MaxValue, Stop);
        TestContext.Current.TestOutputHelper!.WriteLine($"600 MB took {most / 1e6:F0} MB more");
        most.ShouldBeLessThan(150_000_000);
    }

    [Theory]
    [InlineData("Media:S3:Endpoint", "localhost:9000")]
    [InlineData("Media:S3:PublicEndpoint", "media.example.com")]
    [InlineData("Media:S3:PublicEndpoint", "https://media.example.com/store")]
    [InlineData("Media:S3:Bucket", null)]
    [InlineData("Media:S3:Bucket", "My Bucket")]
    [InlineData("Media:S3:SecretKey", null)]
    [InlineData("Media:S3:Timeout", "00:00:00")]
    [InlineData("Media:Blobs:Engine", "tape")]
    public void A_wrong_setting_is_named(string setting, string? value)
    {
        var settings = S3Services.Settings("127.0.0.1:1", "media");
        settings[setting] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        using var services = new ServiceCollection().AddLogging().AddBlobs(configuration).BuildServiceProvider();
        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate()).Message.ShouldContain(setting);
    }

    private static async Task<HealthStatus> Health(ServiceProvider services) =>
        (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop)).Status;

    private ServiceProvider Services(string address, string? bucket = null) => new ServiceCollection().AddLogging()
        .AddBlobs(new ConfigurationBuilder().AddInMemoryCollection(S3Services.Settings(address, bucket ?? _bucket)).Build()).BuildServiceProvider();
}
