using Media.Imaging;
using Media.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace Media.Vision.Detect;

/// <summary>
/// A model in memory: one session for all callers, each call on the caller's thread alone. One thread a call and two callers at once found 103 pictures
/// a second where two threads a call found 68 to 75.
/// </summary>
internal sealed class LoadedModel : IDisposable
{
    private readonly InferenceSession session;
    private readonly string[] outputs;

    private LoadedModel(CatalogModel entry, IFamily family, IReadOnlyList<Label> labels, InferenceSession session)
    {
        Entry = entry;
        Family = family;
        Labels = labels;
        this.session = session;
        outputs = [.. family.Outputs ?? session.OutputNames];
    }

    public CatalogModel Entry { get; }

    public IFamily Family { get; }

    public IReadOnlyList<Label> Labels { get; }

    /// <param name="bytes">The model's file: its digest has been checked.</param>
    /// <exception cref="OnnxRuntimeException">It is no model.</exception>
    public static LoadedModel Of(CatalogModel entry, IFamily family, IReadOnlyList<Label> labels, byte[] bytes)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        return new LoadedModel(entry, family, labels, new InferenceSession(bytes, options));
    }

    public bool Knows(string label) => Labels.Any(l => l.Name.Equals(label, StringComparison.Ordinal));

    /// <summary>What the model sees, most confident first, boxes cut at the picture's edges. Holds its thread for as long as it takes.</summary>
    /// <param name="stop">Ends the model's run within the operator that it is at.</param>
    public IReadOnlyList<Found> See(DetectorInput picture, double minConfidence, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        using var run = new RunOptions();
        using var ending = stop.UnsafeRegister(static r => ((RunOptions)r!).Terminate = true, run);
        var inputs = Family.Feed(picture);
        try
        {
            using var answer = session.Run(run, Family.Inputs, inputs, outputs);
            return
            [
                .. Family.Read(answer, picture, minConfidence)
                    .Where(f => f.Class >= 0 && f.Class < Labels.Count)
                    .Select(f => f.Within(picture.SourceWidth, picture.SourceHeight))
                    .OfType<Found>()
                    .OrderByDescending(f => f.Confidence)
            ];
        }
        catch (OnnxRuntimeException) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
        finally
        {
            foreach (var input in inputs)
            {
                input.Dispose();
            }
        }
    }

    public void Dispose() => session.Dispose();
}
