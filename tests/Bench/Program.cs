using Media.Bench;
using Media.Bench.Detection;
using Media.Bench.Renditions;
using Media.Bench.Rider;
using Media.Bench.Saga;
using Media.Bench.Upload;
using Media.Bench.Way;
using Xunit.Sdk;

// One benchmark a run, by its name; each prints the lines that docs/benchmarks.md shows.
IBenchmark[] all = [new RenditionsBeside(), new DetectionBeside(), new WayOfAFile(), new UploadOfAGigabyte(), new RiderBeside(), new SagaTransitions()];
if (all.SingleOrDefault(b => args is [var name, ..] && b.Name == name) is not { } chosen)
{
    Console.WriteLine("./bench NAME, of:");
    foreach (var benchmark in all)
    {
        Console.WriteLine($"  {benchmark.Name,-12}{benchmark.Says}");
    }

    return args.Length == 0 ? 0 : 2;
}

using var end = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    end.Cancel();
};
try
{
    await chosen.Run(args[1..], end.Token);
    return 0;
}
catch (SkipException missing)
{
    await Console.Error.WriteLineAsync($"./bench {chosen.Name} can't run: {Missing.In(missing)}");
    return 1;
}
