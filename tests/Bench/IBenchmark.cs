namespace Media.Bench;

/// <summary>Something that is measured, beside a peer or against an aim.</summary>
internal interface IBenchmark
{
    /// <summary>As ./bench takes it.</summary>
    string Name { get; }

    /// <summary>What it measures, in a line.</summary>
    string Says { get; }

    Task Run(string[] args, CancellationToken stop);
}
