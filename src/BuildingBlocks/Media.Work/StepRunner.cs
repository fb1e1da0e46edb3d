using System.Collections.Concurrent;
using Media.Blobs;
using Media.Documents;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Media.Work;

/// <summary>
/// What a worker does around a step's work: says that it began and goes on, answers from what was made before, stops when the step is
/// no longer wanted, writes the manifest last, and says in plain words why it failed.
/// </summary>
public sealed partial class StepRunner
{
    private readonly ConcurrentDictionary<(Guid, string, string), byte> _running = new();
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
    public async Task<TManifest?> Run<TManifest>(
        StepRun run, IStepReports reports, Func<StepWork, CancellationToken, Task<TManifest>> work, CancellationToken stop) where TManifest : class
    {
        if (!_running.TryAdd((run.FileId, run.Step, run.Recipe), 0))
        {
            // The same command twice at once: whoever runs it answers for both.
            return null;
        }

        try
        {
            var known = await _sources.Learn(run.FileId, run.Tenant, run.Blob, run.MediaType, run.Bytes, run.Sha256, stop);
            if (!known || !await _sources.Wants(run.FileId, run.Step, run.Generation, stop))
            {
                return null;
            }

            return await _manifests.Read<TManifest>(run.Manifest, stop) ?? await Make(run, reports, work, stop);
        }
        finally
        {
            _running.TryRemove((run.FileId, run.Step, run.Recipe), out _);
        }
    }

    private async Task<TManifest?> Make<TManifest>(
        StepRun run, IStepReports reports, Func<StepWork, CancellationToken, Task<TManifest>> work, CancellationToken stop) where TManifest : class
    {
        await reports.Started(run, _worker, stop);
        var step = new StepWork();
        using var unwanted = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var over = new CancellationTokenSource(_settings.StepLimit, _time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(unwanted.Token, over.Token);
        using var done = new CancellationTokenSource();
        var ticking = Tick(run, reports, step, unwanted, done.Token);
        try
        {
            var manifest = await work(step, ends.Token);
            if (await _sources.Wants(run.FileId, run.Step, run.Generation, stop))
            {
                await _manifests.Write(run.Manifest, manifest, stop);
                if (await _sources.Wants(run.FileId, run.Step, run.Generation, stop))
                {
                    return manifest;
                }
            }

            // Unwanted since: who deletes the file may have looked before this was written.
            await _blobs.DeleteUnder(run.Folder, stop);
            return null;
        }
        catch (Exception why) when (IsOutOfReach(why) || stop.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (unwanted.IsCancellationRequested)
        {
            await _blobs.DeleteUnder(run.Folder, stop);
            return null;
        }
        catch (FilesFaultException fault)
        {
            await reports.Failed(run, _worker, fault.Code, fault.Detail, filesFault: true, stop);
            return null;
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            await reports.Failed(run, _worker, "internal_error", "It took longer than a step may.", filesFault: false, stop);
            return null;
        }
        catch (Exception bug)
        {
            WentWrong(_log, run.Step, run.FileId, bug);
            await reports.Failed(run, _worker, "internal_error", "Something went wrong here; it is tried again.", filesFault: false, stop);
            return null;
        }
        finally
        {
            await done.CancelAsync();
            await ticking;
        }
    }

    // Also when nothing moves: silence means that the worker is gone.
    private async Task Tick(StepRun run, IStepReports reports, StepWork step, CancellationTokenSource unwanted, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_settings.ProgressEvery, _time, done);
                if (!await _sources.Wants(run.FileId, run.Step, run.Generation, done))
                {
                    await unwanted.CancelAsync();
                    return;
                }

                await reports.Progressed(run, _worker, step.Progress, done);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception why)
            {
                // The work goes on; the next tick may get through.
                _log.LogWarning("Step {Step} of {File} could not say how far it is: {Reason}", run.Step, run.FileId, why.Message);
            }
        }
    }

    private static bool IsOutOfReach(Exception why) => why is DocumentsUnavailableException or BlobsUnavailableException;

    [LoggerMessage(Level = LogLevel.Error, Message = "Step {Step} of {File} went wrong")]
    private static partial void WentWrong(ILogger log, string step, Guid file, Exception exception);
}
