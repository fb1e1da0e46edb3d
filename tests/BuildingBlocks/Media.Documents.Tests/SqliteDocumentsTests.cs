using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Documents.Tests;

/// <summary>The port's suite on the embedded engine, and what only that engine promises.</summary>
public sealed class SqliteDocumentsTests : DocumentsSuite
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"media-documents-{Guid.NewGuid():N}");
    private ServiceProvider? _services;

    protected override Task<IDocuments<Sample>> Open()
    {
        _services = Services(_folder);
        return Task.FromResult(_services.GetRequiredService<IDocuments<Sample>>());
    }

    protected override async Task<IDocuments<Sample>> Reopen()
    {
        await _services!.DisposeAsync();
        return await Open();
    }

    protected override async ValueTask Close()
    {
        await _services!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_second_user_of_the_folder_is_refused_and_told_the_setting()
    {
        using var second = Services(_folder);
        var refused = Should.Throw<ArgumentException>(() => second.GetRequiredService<IDocuments<Sample>>());
        refused.Message.ShouldContain("Media:Data");
    }

    [Fact]
    public async Task An_index_that_is_declared_anew_finds_what_was_there_and_an_old_one_goes()
    {
        await Documents.Insert(new Sample { Id = "a", Text = "x" }, Stop);
        await _services!.DisposeAsync();
        var byText = new Index<Sample>("byText", s => s.Text);
        _services = Services(_folder, byText);
        var again = _services.GetRequiredService<IDocuments<Sample>>();
        (await again.Query(byText.Where("x"), Stop)).Items.Single().Id.ShouldBe("a");
        (await again.Insert(new Sample { Id = "b", Tag = "t" }, Stop)).ShouldBe(Write.Written);
        (await again.Insert(new Sample { Id = "c", Tag = "t" }, Stop)).ShouldBe(Write.Written);
    }

    [Fact]
    public async Task A_writer_killed_in_mid_write_has_kept_all_that_it_answered_and_nothing_by_halves()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"media-documents-{Guid.NewGuid():N}");
        try
        {
            var answered = await KilledWriter.Run(folder, kill: 400, Stop);
            answered.Count.ShouldBeGreaterThanOrEqualTo(400);
            await using var services = Services(folder);
            var documents = services.GetRequiredService<IDocuments<Sample>>();
            foreach (var id in answered)
            {
                (await documents.Get(id, Stop)).ShouldNotBeNull($"{id} was answered as written");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Members_that_a_newer_version_wrote_are_no_error_to_an_older()
    {
        await Documents.Insert(new Sample { Id = "a", Text = "x" }, Stop);
        await _services!.DisposeAsync();
        await using (var newer = Services<Newer>(_folder))
        {
            var documents = newer.GetRequiredService<IDocuments<Newer>>();
            var a = (await documents.Get("a", Stop))!;
            a.Extra = "unknown to Sample";
            (await documents.Replace(a, Stop)).ShouldBe(Write.Written);
        }

        (await (await Open()).Get("a", Stop))!.Version.ShouldBe(2);
    }

    internal static ServiceProvider Services(string folder, params Index<Sample>[] indexes) =>
        Services<Sample>(folder, indexes.Length == 0 ? Sample.Indexes : indexes);

    private static ServiceProvider Services<T>(string folder, params Index<T>[] indexes) where T : class, IDocument
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Media:Data", folder)]).Build();
        return new ServiceCollection().AddLogging().AddDocuments(configuration).AddCollection("samples", indexes).BuildServiceProvider();
    }

    private sealed class Newer : IDocument
    {
        public required string Id { get; init; }

        public long Version { get; set; }

        public string? Extra { get; set; }
    }
}
