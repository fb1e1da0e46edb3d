using Media.Blobs;
using Media.Documents;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Media.Work;

/// <summary>
/// What a worker does around a step's work: says that it began and goes on, answers from what was made before, stops when the step is
/// no longer wanted, writes the manifest last, and says in plain words why it failed.
/// </summary>
public sealed class StepRunner
{
    /// <summary>How long work may take to end once its limit has passed; then it is left behind.</summary>
    private static readonly TimeSpan WindDown = TimeSpan.FromSeconds(30);

    private readonly RunningSteps _running = new();
    private readonly Guid _process = Guid.NewGuid();
    private readonly string _worker;
    private readonly Sources _sources;
    private readonly Manifests _manifests;
    private readonly IBlobs _blobs;
    private readonly WorkSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<StepRunner> _log;

    internal StepRunner(
        string module, Sources sources, Manifests manifests, IBlobs blobs, IOptions<WorkSettings> settings, TimeProvider time, ILogger<StepRunner> log)
    {
        _worker = $"{Environment.MachineName}:{Environment.ProcessId}:{module}";
        (_sources, _manifests, _blobs, _settings, _time, _log) = (sources, manifests, blobs, settings.Value, time, log);
    }

    /// <summary>Runs a step, or finds that it was run before.</summary>
    /// <param name="work">
    /// Makes what the manifest lists, and writes it under the run's folder. Throws <see cref="FilesFaultException"/> where the file is the reason.
    /// </param>
    /// <returns>The manifest; null where there is nothing to say, or it was said: failed, stopped, the file ended, or it runs here already.</returns>
    /// <exception cref="DocumentsUnavailableException">Run it again, as for blobs: a store out of reach is no failure.</exception>
    /// <exception cref="OperationCanceledException">The process stops: nothing is said, the step's lease runs out, and it is asked for again.</exception>
    public async Task<TManifest?> Run<TManifest>(
        StepRun run, IStepReports reports, Func<StepWork, CancellationToken, Task<TManifest>> work, CancellationToken stop) where TManifest : class
    {
        using var turn = await _running.Enter(run, stop);
        if (turn is null
            || !await _sources.Learn(run.FileId, run.Tenant, run.Blob, run.MediaType, run.Bytes, run.Sha256, stop)
            || await StandingOf(run, stop) != Standing.Wanted)
        {
            return null;
        }

        if (await _manifests.Read<TManifest>(run.Manifest, stop) is { } made)
        {
            return made;
        }

        try
        {
            return await Make(run, reports, work, stop);
        }
        catch (Exception why) when (stop.IsCancellationRequested)
        {
            // Whatever work throws when it is interrupted: the bus knows by the token that it was not the message's fault.
            throw new OperationCanceledException("The process stops.", why, stop);
        }
        catch (Exception why) when (why is not (DocumentsUnavailableException or BlobsUnavailableException))
        {
            await Failed(run, reports, why, stop);
            return null;
        }
    }

    private async Task<TManifest?> Make<TManifest>(
        StepRun run, IStepReports reports, Func<StepWork, CancellationToken, Task<TManifest>> work, CancellationToken stop) where TManifest : class
    {
        var step = new StepWork(Math.Max(run.Losses, await _sources.Begin(run, _process, stop)));
        await Started(run, reports, stop);
        using var over = new CancellationTokenSource(_settings.StepLimit, _time);
        using var leave = new CancellationTokenSource(_settings.StepLimit + WindDown, _time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop, over.Token);
        await using var watch = new StepWatch(
            run, step, (progress, done) => reports.Progressed(run, _worker, progress, done), _sources, _settings.ProgressEvery, _time, ends, _log);
        try
        {
            // Work that hears nobody is left behind: it may write the same bytes again, and no more.
            var manifest = await work(step, ends.Token).WaitAsync(leave.Token);
            return await Keep(run, manifest, stop);
        }
        catch (OperationCanceledException why) when (over.IsCancellationRequested)
        {
            throw new TimeoutException($"It took longer than {_settings.StepLimit}.", why);
        }
    }

    private async Task<TManifest?> Keep<TManifest>(StepRun run, TManifest manifest, CancellationToken stop) where TManifest : class
    {
        var standing = await StandingOf(run, stop);
        if (standing == Standing.Wanted)
        {
            await _manifests.Write(run.Manifest, manifest, stop);
            standing = await StandingOf(run, stop);
        }

        await TidyUp(run, standing, stop);
        return standing == Standing.Wanted ? manifest : null;
    }

    private async Task Failed(StepRun run, IStepReports reports, Exception why, CancellationToken stop)
    {
        var standing = await StandingOf(run, stop);
        await TidyUp(run, standing, stop);
        if (standing != Standing.Wanted)
        {
            return;
        }

        await _sources.End(run, _process, stop);
        switch (why)
        {
            case FilesFaultException fault:
                _log.LogInformation("Step {Step} of {File} failed by the file's fault: {Code}", run.Step, run.FileId, fault.Code);
                await reports.Failed(run, _worker, fault.Code, fault.Detail, filesFault: true, stop);
                break;
            case TimeoutException:
                _log.LogWarning(why, "Step {Step} of {File} took too long", run.Step, run.FileId);
                await reports.Failed(run, _worker, "internal_error", "It took longer than a step may.", filesFault: false, stop);
                break;
            default:
                _log.LogError(why, "Step {Step} of {File} went wrong", run.Step, run.FileId);
                await reports.Failed(run, _worker, "internal_error", "Something went wrong here, and not by the file's fault.", filesFault: false, stop);
                break;
        }
    }

    // A hint: progress stands for it where it is lost.
    private async Task Started(StepRun run, IStepReports reports, CancellationToken stop)
    {
        try
        {
            await reports.Started(run, _worker, stop);
        }
        catch (Exception why) when (!stop.IsCancellationRequested)
        {
            _log.LogWarning("Step {Step} of {File} could not say that it began: {Reason}", run.Step, run.FileId, why.Message);
        }
    }

    // Who deleted the file's bytes may have looked before these were written. What is only stopped stays, for it may be another's by now.
    private Task TidyUp(StepRun run, Standing standing, CancellationToken stop) =>
        standing == Standing.Ended ? _blobs.DeleteUnder(run.Folder, stop) : Task.CompletedTask;

    private Task<Standing> StandingOf(StepRun run, CancellationToken stop) => _sources.StandingOf(run.FileId, run.Step, run.Generation, stop);
}
