using Media.Delivery.Contracts;
using Media.Orchestration.Contracts;
using Media.Processing.Contracts;
using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Vision.Contracts;

namespace Media.Orchestration.Tests;

/// <summary>The other modules, who hear all that this one says; what they say is in the tests' hand.</summary>
internal static class Others
{
    public static Overheard Listening() => new(
        typeof(InspectFile),
        typeof(MakeRenditions),
        typeof(DetectObjects),
        typeof(StopStep),
        typeof(ForgetFile),
        typeof(PublishFile),
        typeof(WithdrawFile),
        typeof(PurgeFile),
        typeof(FileTracked),
        typeof(FileStateChanged));

    /// <summary>What Upload says of a file that was stored just now.</summary>
    public static FileStored Stored(Guid file, string tenant, DateTimeOffset at, string mediaType = "image/jpeg", Switches? switches = null) => new(
        file, tenant, 1, "a.jpg", mediaType, 1000, new string('a', 64), $"originals/{tenant}/{file}/x", "default", switches ?? new Switches(), at);

    /// <summary>What an honest worker says of a command before its answer; null for other messages.</summary>
    public static StepStarted? Start(object message) => message switch
    {
        InspectFile c => new StepStarted(c.FileId, c.Tenant, StepName.Inspect, c.Generation, c.Attempt, "w"),
        MakeRenditions c => new StepStarted(c.FileId, c.Tenant, StepName.Renditions, c.Generation, c.Attempt, "w"),
        DetectObjects c => new StepStarted(c.FileId, c.Tenant, StepName.Detect, c.Generation, c.Attempt, "w"),
        _ => null,
    };

    /// <summary>What an honest module answers; null where there is nothing to answer.</summary>
    public static object? Answer(object message) => message switch
    {
        InspectFile c => new FileInspected(c.FileId, c.Tenant, c.Options, c.Generation, c.Attempt, new PictureFacts(640, 480, 1, 1, false)),
        MakeRenditions c => new RenditionsMade(c.FileId, c.Tenant, c.Options, c.Generation, c.Attempt, "derived/t1/f/r/manifest.json"),
        DetectObjects c => new ObjectsDetected(c.FileId, c.Tenant, c.Options, c.Generation, c.Attempt, "derived/t1/f/d/manifest.json", ["cat"]),
        PublishFile c => new FilePublished(c.FileId, c.Tenant, c.Revision),
        FileStateChanged c => new FileListed(c.FileId, c.Tenant, c.Revision),
        WithdrawFile c => new FileWithdrawn(c.FileId, c.Tenant, c.Revision),
        ForgetFile c => new FileForgotten(c.FileId, c.Tenant, c.Worker, c.Revision),
        PurgeFile c => new FilePurged(c.FileId, c.Tenant, c.Revision),
        _ => null,
    };
}
