using Media.Documents;
using Microsoft.Extensions.Logging;

namespace Media.Work;

/// <summary>
/// Watches over a step while it is worked on: says at intervals how far it is, even if nothing moves, since silence means that the
/// worker is gone; ends the work once it is no longer wanted.
/// </summary>
internal sealed class StepWatch : IAsyncDisposable
{
    private readonly StepRun _run;
    private readonly StepWork _work;
    private readonly Func<double, CancellationToken, Task> _progressed;
    private readonly Sources _sources;
    private readonly ILogger _log;
    private readonly PeriodicTimer _timer;
    private readonly CancellationTokenSource _ends;
    private readonly CancellationTokenSource _done = new();
    private readonly Task _ticking;

    /// <param name="ends">Cancelled when the step is no longer wanted; the caller's to dispose of, after this.</param>
    public StepWatch(
        StepRun run, StepWork work, Func<double, CancellationToken, Task> progressed, Sources sources, TimeSpan every, TimeProvider time, CancellationTokenSource ends, ILogger log)
    {
        (_run, _work, _progressed, _sources, _ends, _log) = (run, work, progressed, sources, ends, log);
        _timer = new PeriodicTimer(every, time);
        _ticking = Tick();
    }

    /// <summary>When this returns, nothing more is said of progress.</summary>
    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _ticking;
        _timer.Dispose();
        _done.Dispose();
    }

    private async Task Tick()
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(_done.Token))
            {
                if (!await IsWanted())
                {
                    await _ends.CancelAsync();
                    return;
                }

                await Say();
            }
        }
        catch (OperationCanceledException) when (_done.IsCancellationRequested)
        {
            // The work is done.
        }
    }

    private async Task<bool> IsWanted()
    {
        try
        {
            return await _sources.StandingOf(_run.FileId, _run.Step, _run.Generation, _done.Token) == Standing.Wanted;
        }
        catch (DocumentsUnavailableException)
        {
            // Looked at again before the manifest is written.
            return true;
        }
    }

    private async Task Say()
    {
        try
        {
            await _progressed(_work.Progress, _done.Token);
        }
        catch (Exception why) when (!_done.IsCancellationRequested)
        {
            _log.LogWarning("Step {Step} of {File} could not say how far it is: {Reason}", _run.Step, _run.FileId, why.Message);
        }
    }
}
