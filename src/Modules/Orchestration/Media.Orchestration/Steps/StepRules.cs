using Media.Orchestration.Log;
using Media.Orchestration.Track;
using Microsoft.Extensions.Options;

namespace Media.Orchestration.Steps;

/// <summary>
/// What a step does at what is heard of it. Attempts, losses and failures: an attempt begins when a worker starts it; silence past
/// the lease is a loss; a worker that says it failed is a failure. Both are bounded, apart from each other.
/// </summary>
internal sealed class StepRules(IOptions<StepSettings> options)
{
    private readonly StepSettings _settings = options.Value;

    /// <summary>Asks for the next attempt. The command goes out with what else is due.</summary>
    public static void Request(FileState file, StepState step, DateTimeOffset now)
    {
        step.Attempt++;
        step.Said = 0;
        step.Progress = 0;
        step.Worker = null;
        step.StartedAt = null;
        step.RequestedAt = now;
        Move(file, step, StepPhase.Requested, now);
        step.DueAt = now;
    }

    /// <summary>A worker has begun, or still works: from the first of them on the step runs, and its lease is renewed.</summary>
    public void Alive(FileState file, StepState step, string worker, double progress, DateTimeOffset now)
    {
        if (step.Phase == StepPhase.Requested)
        {
            step.StartedAt = now;
            Move(file, step, StepPhase.Running, now);
        }

        step.Worker = worker;
        step.Progress = Math.Max(step.Progress, Math.Clamp(progress, 0, 1));
        step.DueAt = now + _settings.Lease;
    }

    /// <summary>A worker says that it did not work out: the file's fault ends the step, anything else is tried again after a wait.</summary>
    public void Failed(FileState file, StepState step, Reason reason, bool filesFault, DateTimeOffset now)
    {
        step.Failures++;
        step.Remember(reason.Code, now);
        if (filesFault || step.Failures >= _settings.Failures)
        {
            Move(file, step, StepPhase.Failed, now, reason);
        }
        else
        {
            Move(file, step, StepPhase.Waiting, now, reason);
            step.DueAt = now + (_settings.Backoff * Math.Pow(4, step.Failures - 1));
        }
    }

    /// <summary>Nothing was heard of a running step for too long: whoever ran it is gone, or as good as that.</summary>
    public void Lost(FileState file, StepState step, DateTimeOffset now)
    {
        step.Losses++;
        step.Remember("worker_lost", now);
        var reason = new Reason("worker_lost", $"The worker fell silent {step.Losses} times.");
        if (step.Losses >= _settings.Losses)
        {
            Move(file, step, StepPhase.Failed, now, reason);
        }
        else
        {
            Move(file, step, StepPhase.Waiting, now, reason);
        }
    }

    public static void Done(FileState file, StepState step, DateTimeOffset now)
    {
        step.Progress = 1;
        Move(file, step, StepPhase.Done, now);
    }

    /// <summary>Moves a step and keeps the transition; nothing happens where it is there already.</summary>
    public static void Move(FileState file, StepState step, StepPhase to, DateTimeOffset now, Reason? reason = null)
    {
        var from = step.Phase;
        step.Reason = reason;
        step.DueAt = null;
        step.QueuedAt = null;
        if (from == to)
        {
            return;
        }

        step.Phase = to;
        step.EndedAt = step.IsFinal ? now : null;
        EventLog.Add(file, step.Name, Name(from), Name(to), now, step.Attempt, reason?.Code);
    }

    public static string Name(StepPhase phase) => phase.ToString().ToLowerInvariant();
}
