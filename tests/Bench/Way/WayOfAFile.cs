using System.Globalization;
using Media.EndToEnd.Tests.Client;
using Media.EndToEnd.Tests.Cluster;
using Media.EndToEnd.Tests.Hosting;
using Media.EndToEnd.Tests.Pictures;

namespace Media.Bench.Way;

/// <summary>
/// How long a file takes from stored to ready beyond the work itself: messages, documents and the saga. The work of a step is
/// from its start to its end as the status tells them; steps that run side by side count once.
/// </summary>
internal sealed class WayOfAFile : IBenchmark
{
    private const int Files = 100;

    public string Name => "way";

    public string Says => "from stored to ready without the work itself, one file at a time: in one process, and in five on a cluster's engines";

    public async Task Run(string[] args, CancellationToken stop)
    {
        await using (var host = await MediaHost.Start(stop))
        {
            await Measure("single", host.Api, stop);
        }

        await using var cluster = await MediaCluster.Start(stop);
        await HearsMessages(cluster.Api, stop);
        await Measure("cluster", cluster.Api, stop);
    }

    // Processes are ready before their consumers have divided the partitions among them: a first file may not be known for seconds.
    private static async Task HearsMessages(Api api, CancellationToken stop)
    {
        var first = await api.Upload("first"u8.ToArray(), "first.txt", "text/plain", stop);
        await api.AllReady([first.Id], TimeSpan.FromMinutes(1), _ => "The first file is not ready", stop);
    }

    private static async Task Measure(string profile, Api api, CancellationToken stop)
    {
        await Measure($"{profile} | text", api, seed => ("text.txt", "text/plain", System.Text.Encoding.UTF8.GetBytes($"file {seed}")), stop);
        await Measure($"{profile} | picture of 64 x 48", api, seed => ("small.jpg", "image/jpeg", Drawn.Jpeg(seed, 64, 48)), stop);
    }

    private static async Task Measure(string what, Api api, Func<int, (string Name, string Type, byte[] Bytes)> make, CancellationToken stop)
    {
        var whole = new List<double>();
        var beside = new List<double>();
        for (var seed = -10; seed < Files; seed++)
        {
            var (name, type, bytes) = make(seed + 100);
            var file = await api.Upload(bytes, name, type, stop);
            var status = await api.Final(file.Id, TimeSpan.FromSeconds(30), stop);
            if (seed >= 0)
            {
                // Not from the moment at which its bytes began to come.
                var took = (status.EndedAt!.Value - file.UpdatedAt).TotalMilliseconds;
                whole.Add(took);
                beside.Add(took - Work(status));
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {At(whole, 0.5):F0} | {At(beside, 0.5):F0} | {At(beside, 0.95):F0} |"));
    }

    /// <summary>Milliseconds in which at least one step ran.</summary>
    private static double Work(Status status)
    {
        var work = 0.0;
        var until = DateTimeOffset.MinValue;
        foreach (var step in status.Steps.Where(s => s.StartedAt is not null && s.EndedAt is not null && s.Name != "publish").OrderBy(s => s.StartedAt))
        {
            var from = step.StartedAt!.Value > until ? step.StartedAt.Value : until;
            work += Math.Max(0, (step.EndedAt!.Value - from).TotalMilliseconds);
            until = step.EndedAt.Value > until ? step.EndedAt.Value : until;
        }

        return work;
    }

    private static double At(List<double> values, double part) => values.Order().ElementAt((int)(values.Count * part));
}
