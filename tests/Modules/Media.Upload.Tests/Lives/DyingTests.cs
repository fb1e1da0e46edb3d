using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Upload.Files;

namespace Media.Upload.Tests.Lives;

/// <summary>The process dies at each point of an acceptance, and another takes over its folder.</summary>
public sealed class DyingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("media-test-").FullName;
    private readonly Clock _clock = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("documents.insert", false)]
    [InlineData("documents.insert", true)]
    [InlineData("blobs.write", false)]
    [InlineData("blobs.write", true)]
    [InlineData("documents.replace", false)]
    public async Task Before_the_acceptance_nothing_stays(string what, bool done)
    {
        await using (var first = await Life.Begin(_folder, _clock))
        {
            first.DieAt(what, done);
            await Should.ThrowAsync<DiedException>(() => first.Receive());
            first.Said.ShouldBeEmpty();
        }

        await using var second = await Life.Begin(_folder, _clock);

        await Wait.Until(async () => (await second.Due()).All(f => f.Phase == FilePhase.Abandoned) && (await second.AllBlobs()).Count == 0);
        _clock.Advance(TimeSpan.FromHours(1));
        await second.UntilNothingIsLeft();
        (await second.Listed()).ShouldBeEmpty();
        second.Said.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("documents.replace", true)]
    [InlineData("bus.emit", false)]
    [InlineData("bus.emit", true)]
    public async Task After_it_the_file_is_said(string what, bool done)
    {
        await using (var first = await Life.Begin(_folder, _clock))
        {
            first.DieAt(what, done);
            // Whether or not the client gets its answer.
            await Record.ExceptionAsync(() => first.Receive());
        }

        await using var second = await Life.Begin(_folder, _clock);

        await Wait.Until(() => second.Said.Count > 0);
        var file = (await second.Listed()).ShouldHaveSingleItem();
        second.Said.ShouldHaveSingleItem().ShouldBeOfType<FileStored>().FileId.ShouldBe(file.FileId);
        (await second.AllBlobs()).ShouldBe([file.Blob]);
    }

    [Fact]
    public async Task What_nobody_answers_is_said_again_at_growing_intervals()
    {
        await using var life = await Life.Begin(_folder, _clock);
        await life.Receive();
        foreach (var (wait, said) in new[] { (9, 1), (2, 2), (18, 2), (3, 3) })
        {
            _clock.Advance(TimeSpan.FromSeconds(wait));
            await Wait.Until(() => life.Said.Count >= said);
            life.Said.Count.ShouldBe(said);
        }
    }
}
