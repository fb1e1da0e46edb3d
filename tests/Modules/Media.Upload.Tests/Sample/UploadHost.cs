using Media.Blobs;
using Media.Documents;
using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Upload.Files;
using Media.Upload.Tests.Sample;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(UploadHost))]

namespace Media.Upload.Tests.Sample;

/// <summary>The module in a host of its own. Others are played by the tests.</summary>
public sealed class UploadHost : ModuleHost, IAsyncLifetime
{
    public const int MaxBytes = 256 * 1024;

    private readonly Overheard _said;

    public UploadHost() : this(new Overheard(typeof(FileStored), typeof(FileChanged), typeof(FilePurging), typeof(FilePurged), typeof(FileListed)))
    {
    }

    private UploadHost(Overheard said) : base(new UploadModule(), said) => _said = said;

    public IBlobs Blobs => Services.GetRequiredService<IBlobs>();

    internal IDocuments<FileDocument> Documents => Services.GetRequiredService<IDocuments<FileDocument>>();

    internal FileStore Files => Services.GetRequiredService<FileStore>();

    /// <summary>The next message of a kind that matches, said already or still to come.</summary>
    public Task<T> Next<T>(Func<T, bool> matches) => _said.Next(matches);

    public IReadOnlyList<T> Said<T>() => _said.Said<T>();

    internal async Task<FileDocument?> Find(Guid id) => await Documents.Get(id.ToString(), TestContext.Current.CancellationToken);

    /// <summary>Documents of this name on which something is due yet: leased, owed, or waiting to go.</summary>
    internal async Task<IReadOnlyList<FileDocument>> DueOf(string name)
    {
        var found = new List<FileDocument>();
        string? after = null;
        do
        {
            var page = await Documents.Query(FileDocument.Due.Where() with { Limit = 500, After = after }, TestContext.Current.CancellationToken);
            found.AddRange(page.Items.Where(f => f.Name == name));
            after = page.Next;
        }
        while (after is not null);
        return found;
    }

    /// <summary>A refused upload: nobody heard of it, its blob is gone, and its document cannot become a file any more.</summary>
    public async Task ShouldKeepNothingOf(string name)
    {
        Said<FileStored>().ShouldNotContain(s => s.Name == name);
        foreach (var file in await DueOf(name))
        {
            file.Phase.ShouldBe(FilePhase.Abandoned);
            (await Blobs.Stat(file.Blob, TestContext.Current.CancellationToken)).ShouldBeNull();
        }
    }

    protected override void Configure(WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection(
    [
        new("Media:Sweep:Every", "00:00:00.100"),
        new("Media:Upload:MaxBytes", $"{MaxBytes}"),
        new("Media:Upload:MediaTypes", "image/*, video/*, audio/*, text/*, application/octet-stream"),
        new("Media:Upload:SayAgain", "00:00:00.200"),
        new("Media:Upload:LongestWait", "00:00:01"),
        new("Media:Presets:plain:Detect", "off"),
    ]);
}
