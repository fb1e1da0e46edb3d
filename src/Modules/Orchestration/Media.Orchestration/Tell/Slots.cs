using Media.Orchestration.Contracts;

namespace Media.Orchestration.Tell;

/// <summary>What a file's saga can owe, beside the commands of its steps.</summary>
internal static class Slots
{
    public const string Publish = "publish";
    public const string State = "state";
    public const string Withdraw = "withdraw";
    public const string ForgetProcessing = "forget-" + WorkerName.Processing;
    public const string ForgetVision = "forget-" + WorkerName.Vision;
    public const string Purge = "purge";

    public static string Forget(string worker) => "forget-" + worker;
}
