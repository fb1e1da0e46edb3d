using System.Collections.Concurrent;
using System.Diagnostics;
using Media.Documents.Leasing;
using Media.Testing.Engines;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Media.Documents.Tests;

/// <summary>The port's suite on MongoDB, and what only a store behind a wire can do.</summary>
public sealed class MongoDocumentsTests : DocumentsSuite
{
    private readonly string _database = $"test-{Guid.NewGuid():N}";
    private ServiceProvider? _services;

    protected override async Task<IDocuments<Sample>> Open()
    {
        _services = Services((await TestEngine.Mongo()).Address, _database, Sample.Indexes);
        return _services.GetRequiredService<IDocuments<Sample>>();
    }

    protected override async Task<IDocuments<Sample>> Reopen()
    {
        await Close();
        return await Open();
    }

    protected override async ValueTask Close()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    [Fact]
    public async Task Two_processes_set_up_the_same_indexes_at_once_and_a_newer_one_its_own_beside()
    {
        var address = (await TestEngine.Mongo()).Address;
        var byText = new Index<Sample>("byGroup", s => s.Group, s => s.Text);
        var database = $"test-{Guid.NewGuid():N}";
        await using var one = Services(address, database, Sample.Indexes);
        await using var two = Services(address, database, Sample.Indexes);
        await using var newer = Services(address, database, byText);
        await Task.WhenAll(((ServiceProvider[])[one, two, newer]).Select((services, i) =>
            services.GetRequiredService<IDocuments<Sample>>().Insert(new Sample { Id = $"a{i}", Text = "x", Rank = i }, Stop)));
        var found = await newer.GetRequiredService<IDocuments<Sample>>().Query(byText.Where("g", "x"), Stop);
        found.Items.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Leases_of_others_live_on_when_a_process_starts()
    {
        var address = (await TestEngine.Mongo()).Address;
        await using var one = Services(address, _database, Sample.Indexes);
        await using var lease = await one.GetRequiredService<Leases>().TryTake("work", TimeSpan.FromMinutes(1), Stop);
        lease.ShouldNotBeNull();
        await using var two = Services(address, _database, Sample.Indexes);
        (await two.GetRequiredService<Leases>().TryTake("work", TimeSpan.FromMinutes(1), Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_store_that_is_cut_off_or_silent_is_out_of_reach_within_the_limit_and_back_afterwards()
    {
        await using var wire = await Toxiproxy.To(await TestEngine.Mongo());
        await using var services = Services(wire.Address, _database, Sample.Indexes);
        var documents = services.GetRequiredService<IDocuments<Sample>>();
        await documents.Insert(new Sample { Id = "a" }, Stop);
        foreach (var (hurt, heal) in new (Func<Task>, Func<Task>)[] { (wire.Cut, wire.Mend), (wire.Silence, wire.Clear) })
        {
            await hurt();
            var began = Stopwatch.GetTimestamp();
            await Should.ThrowAsync<DocumentsUnavailableException>(() => documents.Get("a", Stop));
            await Should.ThrowAsync<DocumentsUnavailableException>(() => documents.Insert(new Sample { Id = "b" }, Stop));
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(6));
            (await Health(services)).ShouldBe(HealthStatus.Unhealthy);
            await heal();
            await Testing.Hosting.Wait.Until(async () => await Health(services) == HealthStatus.Healthy);
            (await documents.Get("a", Stop)).ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task Of_many_who_call_while_the_wire_is_cut_each_is_told_that_the_store_is_out_of_reach()
    {
        await using var wire = await Toxiproxy.To(await TestEngine.Mongo());
        await using var services = Services(wire.Address, _database, Sample.Indexes);
        var documents = services.GetRequiredService<IDocuments<Sample>>();
        await documents.Insert(new Sample { Id = "a" }, Stop);
        var end = DateTime.UtcNow.AddSeconds(7);
        var others = new ConcurrentBag<Exception>();
        var callers = Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; DateTime.UtcNow < end; i++)
            {
                try
                {
                    await documents.Insert(new Sample { Id = $"{caller}-{i}" }, Stop);
                    await documents.Get($"{caller}-{i}", Stop);
                }
                catch (DocumentsUnavailableException)
                {
                    await Task.Delay(50, Stop);
                }
                catch (Exception other)
                {
                    others.Add(other);
                }
            }
        })).ToArray();
        await Task.Delay(500, Stop);
        await wire.Cut();
        await Task.Delay(3000, Stop);
        await wire.Mend();
        await Task.WhenAll(callers);
        others.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_is_not_there_yet_is_waited_for()
    {
        await using var wire = await Toxiproxy.To(await TestEngine.Mongo());
        await wire.Cut();
        await using var services = Services(wire.Address, _database, Sample.Indexes);
        var documents = services.GetRequiredService<IDocuments<Sample>>();
        await Should.ThrowAsync<DocumentsUnavailableException>(() => documents.Insert(new Sample { Id = "a", Tag = "t" }, Stop));
        await wire.Mend();
        await Testing.Hosting.Wait.Until(async () => await Health(services) == HealthStatus.Healthy);
        (await documents.Insert(new Sample { Id = "a", Tag = "t" }, Stop)).ShouldBe(Write.Written);
        (await documents.Insert(new Sample { Id = "b", Tag = "t" }, Stop)).ShouldBe(Write.Taken);
    }

    [Fact]
    public async Task Who_no_longer_waits_is_let_go_at_once()
    {
        await using var wire = await Toxiproxy.To(await TestEngine.Mongo());
        await using var services = Services(wire.Address, _database, Sample.Indexes);
        var documents = services.GetRequiredService<IDocuments<Sample>>();
        await documents.Insert(new Sample { Id = "a" }, Stop);
        await wire.Silence();
        using var leaves = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var began = Stopwatch.GetTimestamp();
        await Should.ThrowAsync<OperationCanceledException>(() => documents.Get("a", leaves.Token));
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("Media:Mongo:Uri", null)]
    [InlineData("Media:Mongo:Uri", "http://user:secret@host")]
    [InlineData("Media:Mongo:Database", "a/b")]
    [InlineData("Media:Mongo:Timeout", "00:00:00.5")]
    [InlineData("Media:Documents:Engine", "oracle")]
    public void A_wrong_setting_is_named_and_a_secret_is_not(string setting, string? value)
    {
        var settings = new Dictionary<string, string?> { ["Media:Documents:Engine"] = "mongo", ["Media:Mongo:Uri"] = "mongodb://127.0.0.1:1", [setting] = value };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        using var services = new ServiceCollection().AddLogging().AddDocuments(configuration).BuildServiceProvider();
        var refused = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
        refused.Message.ShouldContain(setting);
        refused.Message.ShouldNotContain("secret");
    }

    private static async Task<HealthStatus> Health(ServiceProvider services) =>
        (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop)).Status;

    private static ServiceProvider Services(string address, string database, params Index<Sample>[] indexes)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Media:Documents:Engine", "mongo"), new("Media:Mongo:Uri", $"mongodb://{address}"), new("Media:Mongo:Database", database), new("Media:Mongo:Timeout", "00:00:02"),
        ]).Build();
        return new ServiceCollection().AddLogging().AddDocuments(configuration).AddCollection("samples", indexes).BuildServiceProvider();
    }
}
