using Media.Delivery.Contracts;
using Media.Orchestration.Contracts;
using Media.Processing.Contracts;
using Media.Testing.Hosting;
using Media.Upload.Contracts;
using Media.Vision.Contracts;

namespace Media.Orchestration.Tests;

/// <summary>The other modules, who hear all that this one says and answer nothing of themselves.</summary>
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
}
