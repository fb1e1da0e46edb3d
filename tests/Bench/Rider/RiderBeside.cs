using System.Globalization;
using Confluent.Kafka;
using Media.Messaging.Kafka;
using Media.Testing.Engines;

namespace Media.Bench.Rider;

/// <summary>
/// Messages of 1 KiB through a broker, by the client alone, by the rider's pump, and by the whole bus: said, heard from a topic that is
/// full already, and both at once. In a turn each has its turn, on a topic of its own.
/// </summary>
internal sealed class RiderBeside : IBenchmark
{
    private const int Turns = 5;
    private const int Letters = 100_000;
    private static readonly IContender[] Contenders = [new Bare(), new Pump(), new ThroughMassTransit()];
    private static readonly string[] Phases = ["produce", "consume", "both at once"];

    public string Name => "rider";

    public string Says => "messages a second over Kafka and their CPU, beside a bare loop of the client; takes their number";

    public async Task Run(string[] args, CancellationToken stop)
    {
        var letters = args is [var number, ..] ? int.Parse(number, CultureInfo.InvariantCulture) : Letters;
        var broker = (await TestEngine.Kafka()).Address;
        var turns = new List<Stretch[][]>();
        // The first turn is for the compiler and the broker's files.
        for (var turn = 0; turn <= Turns; turn++)
        {
            var stretches = new List<Stretch[]>();
            foreach (var contender in Contenders)
            {
                stretches.Add(await Turn(contender, broker, turn == 0 ? letters / 5 : letters, stop));
            }

            Console.WriteLine(string.Join("   ", Contenders.Zip(stretches, (c, s) => $"{c.Name}: {string.Join(", ", s.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.PerSecond:F0}/s {p.Cpu:F1} µs")))}")));
            if (turn > 0)
            {
                turns.Add([.. stretches]);
            }
        }

        for (var phase = 0; phase < Phases.Length; phase++)
        {
            for (var contender = 0; contender < Contenders.Length; contender++)
            {
                double Of(Func<Stretch, double> value) => Median.Of([.. turns.Select(t => value(t[contender][phase]))]);
                double ToBare(Func<Stretch, double> value) => Median.Of([.. turns.Select(t => value(t[contender][phase]) / value(t[0][phase]))]);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {Phases[phase]} | {Contenders[contender].Name} | {Of(s => s.PerSecond):F0} | {ToBare(s => s.PerSecond):F2} | {Of(s => s.Cpu):F1} | {ToBare(s => s.Cpu):F2} |"));
            }
        }
    }

    private static async Task<Stretch[]> Turn(IContender contender, string broker, int letters, CancellationToken stop)
    {
        var settings = new KafkaSettings { Brokers = broker, Prefix = $"bench-{Guid.NewGuid():n}.", Partitions = 6 };
        var stretches = await Turn(contender, settings, letters, stop);
        // Its gigabyte is wanted by the next turn.
        using var admin = new AdminClientBuilder(new KafkaClients(settings).Admin()).Build();
        await admin.DeleteTopicsAsync([Topics.NameOf(typeof(Letter), settings)]);
        return stretches;
    }

    private static async Task<Stretch[]> Turn(IContender contender, KafkaSettings settings, int letters, CancellationToken stop)
    {
        await using var speaker = await contender.Speak(settings, stop);
        await using (await Cluster.With(settings, stop))
        {
            // The topic is there, and its leaders are known.
            await speaker.Say(1, stop);
        }

        var produced = Stretch.Begin();
        await speaker.Say(letters - 1, stop);
        var produce = produced(letters - 1);

        var full = new Tally(letters);
        Tally tally = full;
        await using var listener = await contender.Hear(settings, () => Volatile.Read(ref tally).Heard(), stop);
        var consume = await full.FirstToLast.WaitAsync(stop);

        var both = new Tally(letters);
        Volatile.Write(ref tally, both);
        var through = Stretch.Begin();
        await speaker.Say(letters, stop);
        await both.FirstToLast.WaitAsync(stop);
        return [produce, consume, through(letters)];
    }
}
