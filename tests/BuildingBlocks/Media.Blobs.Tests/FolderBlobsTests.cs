using Media.Blobs.Folder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Media.Blobs.Tests;

public sealed class FolderBlobsTests : BlobsSuite, IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("media-blobs-").FullName;
    private FolderBlobs _blobs;

    public FolderBlobsTests() => _blobs = FolderBlobs.Open(Root);

    protected override IBlobs Blobs => _blobs;

    private string Root => Path.Combine(_data, "blobs");

    private string Incoming => Path.Combine(Root, ".incoming");

    public void Dispose()
    {
        _blobs.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task A_writer_killed_half_way_leaves_nothing_visible_and_the_next_start_sweeps_what_it_left()
    {
        _blobs.Dispose();

        await KilledWriter.Run(Root, Stop);

        var left = Directory.GetFiles(Incoming).ShouldHaveSingleItem();
        new FileInfo(left).Length.ShouldBeGreaterThan(9_000_000);
        _blobs = FolderBlobs.Open(Root);
        Directory.GetFiles(Incoming).ShouldBeEmpty();
        (await Keys("")).ShouldBeEmpty();
        (await _blobs.WriteNew(KilledWriter.Key, new MadeStream(3), 3, Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Nothing_of_a_failed_write_stays_on_the_disk()
    {
        var failing = new MadeStream(1_000_000) { Before = p => p > 500_000 ? throw new InvalidOperationException() : Task.CompletedTask };

        await Should.ThrowAsync<InvalidOperationException>(() => _blobs.Write("a/b", failing, long.MaxValue, Stop));
        await Should.ThrowAsync<BlobTooLargeException>(() => _blobs.Write("a/b", new MadeStream(1_000_000), 500_000, Stop));
        await Put("a/c");
        await _blobs.WriteNew("a/c", new MadeStream(10), 10, Stop);

        Directory.GetFiles(Incoming).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_gigabyte_goes_through_in_flat_memory()
    {
        await Put("warm/up", MadeStream.Bytes(1_000_000));
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var written = await _blobs.Write("a/b", new MadeStream(1_000_000_000), long.MaxValue, Stop);

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        written.Bytes.ShouldBe(1_000_000_000);
        TestContext.Current.SendDiagnosticMessage("1 GB written, {0:N0} bytes allocated", allocated);
        // Everything that was ever allocated, collected or not: what stays resident is less.
        allocated.ShouldBeLessThan(20_000_000);
    }

    [Fact]
    public void A_second_process_does_not_get_the_folder() =>
        Should.Throw<ArgumentException>(() => FolderBlobs.Open(Root)).Message.ShouldContain("Media:Data");

    [Fact]
    public async Task What_is_deleted_takes_its_empty_folders_with_it()
    {
        await Put("a/b/c");
        await Put("a/b/d");
        await Put("a/e/f/g");

        await _blobs.Delete("a/b/c", Stop);
        Directory.Exists(Path.Combine(Root, "a/b")).ShouldBeTrue();
        await _blobs.Delete("a/b/d", Stop);
        Directory.Exists(Path.Combine(Root, "a/b")).ShouldBeFalse();
        await _blobs.DeleteUnder("a/e/", Stop);

        Directory.GetFileSystemEntries(Root).Select(Path.GetFileName).Order().ShouldBe([".incoming", ".lock"]);
    }

    [Fact]
    public async Task Files_that_no_key_could_have_made_are_neither_listed_nor_deleted()
    {
        await Put("a/b");
        await File.WriteAllTextAsync(Path.Combine(Root, "a", "Foreign File"), "x", Stop);
        Directory.CreateDirectory(Path.Combine(Root, "lost+found"));

        (await Keys("")).ShouldBe(["a/b"]);
        (await _blobs.DeleteUnder("a/", Stop)).ShouldBe(1);

        File.Exists(Path.Combine(Root, "a", "Foreign File")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_disk_that_cannot_take_a_blob_makes_the_store_unavailable_and_nothing_stays()
    {
        await Put("a/b");

        // Whatever runs as root may write everywhere; a file in the place of a folder stops it too.
        await Should.ThrowAsync<BlobsUnavailableException>(() => Put("a/b/c"));
        Directory.GetFiles(Incoming).ShouldBeEmpty();

        Directory.Delete(Incoming);
        await Should.ThrowAsync<BlobsUnavailableException>(() => Put("a/d"));
        (await Keys("")).ShouldBe(["a/b"]);
    }

    [Fact]
    public async Task A_range_is_a_stream_that_can_be_sought_in_from_its_own_beginning()
    {
        var bytes = MadeStream.Bytes(1000);
        await Put("a/b", bytes);

        await using var whole = (await _blobs.Read("a/b", 0, null, Stop))!;
        await using var range = (await _blobs.Read("a/b", 100, 200, Stop))!;

        whole.Content.ShouldBeOfType<FileStream>().Length.ShouldBe(1000);
        range.Content.Length.ShouldBe(200);
        range.Content.Seek(-50, SeekOrigin.End).ShouldBe(150);
        var read = new byte[50];
        await range.Content.ReadExactlyAsync(read, Stop);
        read.ShouldBe(bytes[250..300]);
        (await range.Content.ReadAsync(read, Stop)).ShouldBe(0);
        range.Content.Position = 0;
        range.Content.ReadByte().ShouldBe(bytes[100]);
        range.Content.Position = 5000;
        (await range.Content.ReadAsync(read, Stop)).ShouldBe(0);
    }

    [Fact]
    public async Task The_store_of_a_host_is_in_the_data_folder_and_ends_with_it()
    {
        _blobs.Dispose();
        using (var host = Host(("Media:Data", _data)))
        {
            await host.StartAsync(Stop);
            await host.Services.GetRequiredService<IBlobs>().Write("a/b", new MadeStream(1), 1, Stop);
            File.Exists(Path.Combine(Root, "a/b")).ShouldBeTrue();
            await host.StopAsync(Stop);
        }

        _blobs = FolderBlobs.Open(Root);
    }

    [Theory]
    [InlineData("Media:Blobs:Engine", "floppy", "Media:Blobs:Engine must be folder or s3")]
    [InlineData("Media:Data", " ", "Media:Data must name a folder")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string setting, string value, string says)
    {
        using var host = Host((setting, value), ("Media:Data", _data));

        (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(Stop))).Message.ShouldContain(says);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_stops_the_start_and_its_setting_is_named()
    {
        using var host = Host(("Media:Data", "/proc/none"));

        (await Should.ThrowAsync<ArgumentException>(() => host.StartAsync(Stop))).Message.ShouldContain("Media:Data");
    }

    private static IHost Host(params (string Setting, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.DistinctBy(s => s.Setting).Select(s => KeyValuePair.Create(s.Setting, (string?)s.Value)));
        builder.Services.AddBlobs(builder.Configuration);
        return builder.Build();
    }
}
