using System.Text.Json;
using Media.Blobs;
using Media.Documents;
using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Upload.Files;
using Media.Upload.Tests.Sample;

namespace Media.Upload.Tests.Lives;

/// <summary>Stores that are out of reach in mid-upload, and come back.</summary>
public sealed class StoresFailTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("media-test-").FullName;
    private readonly Clock _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("blobs.write", false)]
    [InlineData("blobs.write", true)]
    [InlineData("documents.insert", false)]
    [InlineData("documents.insert", true)]
    [InlineData("documents.replace", false)]
    public async Task One_call_that_fails_refuses_the_upload_and_nothing_stays(string what, bool done)
    {
        await using var life = await Life.Begin(_folder, _clock);
        life.Faults.On = Once(what, done);

        await ShouldBeUnavailable(() => life.Receive());

        // The lease runs out, where one is left.
        _clock.Advance(TimeSpan.FromMinutes(2));
        await Wait.Until(async () => (await life.AllBlobs()).Count == 0 && (await life.Due()).All(f => f.Phase == FilePhase.Abandoned));
        _clock.Advance(TimeSpan.FromHours(1));
        await life.UntilNothingIsLeft();
        (await life.Listed()).ShouldBeEmpty();
        life.Said.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("blobs.write", false)]
    [InlineData("blobs.write", true)]
    [InlineData("documents.insert", true)]
    [InlineData("documents.replace", false)]
    public async Task Both_stores_out_of_reach_from_some_call_on_leave_it_to_the_sweeper(string what, bool done)
    {
        await using var life = await Life.Begin(_folder, _clock);
        var down = false;
        life.Faults.On = call =>
        {
            down |= call.What == what && call.Done == done;
            return down ? throw Unavailable(call.What) : Task.CompletedTask;
        };

        await ShouldBeUnavailable(() => life.Receive());

        life.Faults.On = _ => Task.CompletedTask;
        _clock.Advance(TimeSpan.FromMinutes(2));
        await Wait.Until(async () => (await life.AllBlobs()).Count == 0 && (await life.Due()).All(f => f.Phase == FilePhase.Abandoned));
        _clock.Advance(TimeSpan.FromHours(1));
        await life.UntilNothingIsLeft();
        life.Said.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_acceptance_that_was_written_though_it_failed_is_an_acceptance()
    {
        await using var life = await Life.Begin(_folder, _clock);
        life.Faults.On = Once("documents.replace", done: true);

        var accepted = await life.Receive();

        accepted.Problem.ShouldBeNull();
        await ShouldBeStored(life, accepted.File!);
    }

    [Fact]
    public async Task An_acceptance_that_comes_to_be_written_after_it_failed_is_an_acceptance()
    {
        await using var life = await Life.Begin(_folder, _clock, swept: false);
        FileDocument? late = null;
        life.Faults.On = async call =>
        {
            if (call is { What: "documents.replace", Done: false, File.Phase: FilePhase.Stored } && late is null)
            {
                late = JsonSerializer.Deserialize<FileDocument>(JsonSerializer.Serialize(call.File));
                throw Unavailable(call.What);
            }

            if (call is { What: "documents.replace", Done: false, File.Phase: FilePhase.Abandoned })
            {
                // Now that the abandonment has read it as still receiving, the write arrives.
                (await life.Documents.Replace(late!, Stop)).ShouldBe(Write.Written);
            }
        };

        var accepted = await life.Receive();

        accepted.Problem.ShouldBeNull();
        await ShouldBeStored(life, accepted.File!);
    }

    [Fact]
    public async Task A_bus_that_fails_refuses_nobody()
    {
        await using var life = await Life.Begin(_folder, _clock);
        life.Faults.On = call => call.What == "bus.emit" ? throw new InvalidOperationException("no broker") : Task.CompletedTask;

        var accepted = await life.Receive();

        accepted.Problem.ShouldBeNull();
        life.Faults.On = _ => Task.CompletedTask;
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Wait.Until(() => life.Said.OfType<FileStored>().Any(s => s.FileId == accepted.File!.FileId));
    }

    [Fact]
    public async Task An_upload_that_stood_still_for_longer_than_its_lease_is_refused_and_nothing_stays()
    {
        await using var life = await Life.Begin(_folder, _clock);
        using var content = new Slow(2, async () =>
        {
            _clock.Advance(TimeSpan.FromMinutes(10));
            await Wait.Until(async () => (await life.Due()).Any(f => f.Phase == FilePhase.Abandoned));
        });

        await Should.ThrowAsync<DocumentsUnavailableException>(() => life.Receive(content));

        _clock.Advance(TimeSpan.FromHours(2));
        await life.UntilNothingIsLeft();
        life.Said.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(10_000)]
    public async Task An_upload_that_takes_its_time_keeps_its_lease(int bytesARead)
    {
        await using var life = await Life.Begin(_folder, _clock);
        using var content = new Slow(
            20,
            async () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(20));
                // The sweeper has looked at it at least once.
                await Task.Delay(TimeSpan.FromMilliseconds(30), Stop);
            },
            bytesARead);

        var accepted = await life.Receive(content);

        accepted.File.ShouldNotBeNull().Bytes.ShouldBeGreaterThan(10 * bytesARead);
        await ShouldBeStored(life, accepted.File);
    }

    private static async Task ShouldBeStored(Life life, FileDocument file)
    {
        (await life.Listed()).ShouldHaveSingleItem().Version.ShouldBe(file.Version);
        (await life.AllBlobs()).ShouldBe([file.Blob]);
        await Wait.Until(() => life.Said.OfType<FileStored>().Any(s => s.FileId == file.FileId));
    }

    private static async Task ShouldBeUnavailable(Func<Task> act)
    {
        var thrown = await Record.ExceptionAsync(act);
        (thrown is DocumentsUnavailableException or BlobsUnavailableException).ShouldBeTrue($"{thrown}");
    }

    private static Func<Call, Task> Once(string what, bool done)
    {
        var failed = 0;
        return call => call.What == what && call.Done == done && Interlocked.Exchange(ref failed, 1) == 0 ? throw Unavailable(what) : Task.CompletedTask;
    }

    private static Exception Unavailable(string what) =>
        what.StartsWith("blobs", StringComparison.Ordinal) ? new BlobsUnavailableException("a test") : new DocumentsUnavailableException("a test");

    /// <summary>Bytes that come slowly: before each read something happens.</summary>
    private sealed class Slow(int reads, Func<Task> before, int bytesARead = 10) : MemoryStream
    {
        private int _left = reads;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left-- <= 0)
            {
                return 0;
            }

            await before();
            var read = Math.Min(bytesARead, buffer.Length);
            buffer.Span[..read].Fill((byte)'x');
            return read;
        }
    }
}
