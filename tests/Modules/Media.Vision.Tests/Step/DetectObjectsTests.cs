using System.Text;
using System.Text.Json;
using Media.Documents;
using Media.Orchestration.Contracts;
using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Vision.Contracts;
using Media.Vision.Step;
using Media.Vision.Tests.Sample;
using Media.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Vision.Tests.Step;

[Collection("host")]
public sealed class DetectObjectsTests(VisionHost host)
{
    private static readonly byte[] Cat = File.ReadAllBytes(Places.Cat);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pictures_detections_are_kept_and_told()
    {
        var file = await host.Store(Cat, say: false);

        await host.Emit(Command(file), Stop);

        var told = await Result(file);
        (told.Tenant, told.Options, told.Generation, told.Attempt).ShouldBe(("default", "options", 3, 2));
        told.Labels.ShouldBe(["cat"]);
        told.Manifest.ShouldStartWith($"derived/default/{file.FileId}/detect-");
        JsonSerializer.SerializeToUtf8Bytes(told).Length.ShouldBeLessThan(2048);
        var manifest = await Manifest(told.Manifest);
        (manifest.Model, manifest.Version, manifest.Width, manifest.Height).ShouldBe(("deimv2-femto", "c6ad358f7501", 451, 300));
        manifest.Detections.ShouldHaveSingleItem().Label.ShouldBe("cat");
        var began = await host.Heard.Next<StepStarted>(s => s.FileId == file.FileId);
        (began.Step, began.Generation, began.Attempt).ShouldBe((StepName.Detect, 3, 2));
    }

    [Fact]
    public async Task Asked_again_it_answers_from_what_it_made()
    {
        var file = await host.Store(Cat);
        await host.Emit(Command(file), Stop);
        var first = await Result(file);
        var made = await host.Blobs.Stat(first.Manifest, Stop);

        await host.Emit(Command(file) with { Attempt = 7 }, Stop);

        var second = await host.Heard.Next<ObjectsDetected>(o => o.FileId == file.FileId && o.Attempt == 7);
        second.ShouldSatisfyAllConditions(() => second.Manifest.ShouldBe(first.Manifest), () => second.Labels.ShouldBe(first.Labels));
        (await host.Blobs.Stat(first.Manifest, Stop)).ShouldBe(made);
        host.Heard.Said<StepStarted>().Count(s => s.FileId == file.FileId).ShouldBe(1);
    }

    [Fact]
    public async Task Another_confidence_is_another_recipe()
    {
        var file = await host.Store(Cat);
        await host.Emit(Command(file), Stop);
        var sure = await Result(file);

        await host.Emit(Command(file) with { MinConfidence = 0.05, Attempt = 7 }, Stop);

        var unsure = await host.Heard.Next<ObjectsDetected>(o => o.FileId == file.FileId && o.Attempt == 7);
        unsure.Manifest.ShouldNotBe(sure.Manifest);
        (await Manifest(unsure.Manifest)).Detections.Count.ShouldBeGreaterThan(1);
        unsure.Labels.ShouldBeUnique();
    }

    [Theory]
    [InlineData("yolox-nano", "model_missing", "media models pull yolox-nano")]
    [InlineData("nobody", "model_unknown", "deimv2-femto")]
    public async Task Without_its_model_the_step_is_skipped_with_its_reason(string model, string code, string advice)
    {
        var file = await host.Store(Cat);

        await host.Emit(Command(file) with { Model = model }, Stop);

        var skipped = await host.Heard.Next<StepSkipped>(s => s.FileId == file.FileId);
        (skipped.Step, skipped.Generation, skipped.Attempt, skipped.Code).ShouldBe((StepName.Detect, 3, 2, code));
        skipped.Detail.ShouldContain(advice);
    }

    [Fact]
    public async Task A_damaged_picture_is_the_files_fault()
    {
        var file = await host.Store(Cat[..(Cat.Length / 2)]);

        await host.Emit(Command(file), Stop);

        var failed = await host.Heard.Next<StepFailed>(s => s.FileId == file.FileId);
        (failed.Step, failed.Code, failed.FilesFault).ShouldBe((StepName.Detect, "image_corrupt", true));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task After_two_losses_only_the_child_decodes(int losses, bool inChild)
    {
        // The child of this host dies of every picture, so what is seen was seen without it.
        var file = await host.Store(Cat);

        await host.Emit(Command(file) with { Losses = losses }, Stop);

        await Wait.Until(() => host.Heard.Said<StepFailed>().Any(s => s.FileId == file.FileId && s.FilesFault)
            || host.Heard.Said<ObjectsDetected>().Any(s => s.FileId == file.FileId));
        host.Heard.Said<StepFailed>().Any(s => s.FileId == file.FileId).ShouldBe(inChild);
    }

    [Fact]
    public async Task An_original_that_is_gone_is_said_so()
    {
        var file = await host.Store(Cat);
        await host.Blobs.Delete(file.Blob, Stop);

        await host.Emit(Command(file), Stop);

        (await host.Heard.Next<StepFailed>(s => s.FileId == file.FileId)).Code.ShouldBe("file_not_found");
    }

    [Fact]
    public async Task A_step_that_was_stopped_is_not_begun_in_that_generation_but_in_the_next()
    {
        var file = await host.Store(Cat);
        await host.Emit(new StopStep(file.FileId, "default", WorkerName.Vision, StepName.Detect, 3), Stop);
        await host.Emit(new StopStep(file.FileId, "default", WorkerName.Processing, StepName.Detect, 4), Stop);
        var sources = host.Services.GetRequiredKeyedService<IDocuments<SourceDocument>>(WorkerName.Vision);
        await Wait.Until(async () => (await sources.Get(file.FileId.ToString(), Stop))?.Stops.GetValueOrDefault(StepName.Detect) == 3);

        await host.Emit(Command(file), Stop);
        await host.Emit(Command(file) with { Generation = 4 }, Stop);

        (await Result(file)).Generation.ShouldBe(4);
        await WhenIdle(file);
        host.Heard.Said<ObjectsDetected>().Count(o => o.FileId == file.FileId).ShouldBe(1);
    }

    [Fact]
    public async Task A_file_that_ended_is_forgotten_each_time_it_is_asked_and_worked_on_no_more()
    {
        var file = await host.Store(Cat);
        await host.Emit(Command(file), Stop);
        await Result(file);

        for (var revision = 5; revision < 7; revision++)
        {
            await host.Emit(new ForgetFile(file.FileId, "default", WorkerName.Vision, revision), Stop);
            var forgotten = await host.Heard.Next<FileForgotten>(f => f.FileId == file.FileId && f.Revision == revision);
            forgotten.Worker.ShouldBe(WorkerName.Vision);
        }

        await host.Emit(Command(file) with { Attempt = 9 }, Stop);
        await host.Emit(file, Stop);
        await WhenIdle(file);
        host.Heard.Said<ObjectsDetected>().ShouldNotContain(o => o.FileId == file.FileId && o.Attempt == 9);
        host.Heard.Said<StepStarted>().ShouldNotContain(o => o.FileId == file.FileId && o.Attempt == 9);
    }

    [Fact]
    public async Task What_is_said_to_another_worker_is_not_answered()
    {
        var file = await host.Store(Cat);

        await host.Emit(new ForgetFile(file.FileId, "default", WorkerName.Processing, 5), Stop);
        await host.Emit(Command(file), Stop);

        await Result(file);
        host.Heard.Said<FileForgotten>().ShouldNotContain(f => f.FileId == file.FileId);
    }

    [Fact]
    public void Labels_are_few_short_and_each_told_once()
    {
        var many = Enumerable.Range(0, 100).Select(i => Detected($"label-{i / 2}")).ToList();
        LabelFacts.Of(Seen(many)).ShouldBe(Enumerable.Range(0, 20).Select(i => $"label-{i}"));

        var wide = Enumerable.Range(0, 20).Select(i => Detected(i + new string('ü', 100))).ToList();
        LabelFacts.Of(Seen(wide)).Sum(Encoding.UTF8.GetByteCount).ShouldBeInRange(1000, LabelFacts.MostBytes);
    }

    private static DetectObjects Command(FileStored file) => new(
        file.FileId, file.Tenant, new Source(file.Blob, file.MediaType, file.Bytes, file.Sha256), Model: null, MinConfidence: 0.4, "options", Generation: 3,
        Attempt: 2, Losses: 0);

    private Task<ObjectsDetected> Result(FileStored file) => host.Heard.Next<ObjectsDetected>(o => o.FileId == file.FileId);

    // Another file's way through the same endpoints: what was said before it has been heard once that is done.
    private async Task WhenIdle(FileStored before)
    {
        var probe = await host.Store(Cat);
        await host.Emit(Command(probe), Stop);
        await Result(probe);
        await host.Emit(new ForgetFile(probe.FileId, before.Tenant, WorkerName.Vision, 1), Stop);
        await host.Heard.Next<FileForgotten>(f => f.FileId == probe.FileId);
    }

    private async Task<DetectionManifest> Manifest(string key)
    {
        await using var blob = (await host.Blobs.Read(key, 0, null, Stop)).ShouldNotBeNull();
        return (await JsonSerializer.DeserializeAsync<DetectionManifest>(blob.Content, JsonSerializerOptions.Web, Stop)).ShouldNotBeNull();
    }

    private static Detection Detected(string label) => new(label, "object", 0.5, new Box(0, 0, 1, 1), new Box(0, 0, 1, 1));

    private static DetectionManifest Seen(IReadOnlyList<Detection> detections) => new("m", "v", 1, 1, 0.1, detections);
}
