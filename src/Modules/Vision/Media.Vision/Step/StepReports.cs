using Media.Messaging;
using Media.Orchestration.Contracts;
using Media.Work;

namespace Media.Vision.Step;

/// <summary>Says what happens to a step, as it happens: not through the outbox, which would hold it until the handler is done.</summary>
internal sealed class StepReports(IEmitNow emit) : IStepReports
{
    public Task Started(StepRun run, string worker, CancellationToken stop) =>
        emit.Emit(new StepStarted(run.FileId, run.Tenant, run.Step, run.Generation, run.Attempt, worker), stop);

    public Task Progressed(StepRun run, string worker, double progress, CancellationToken stop) =>
        emit.Emit(new StepProgressed(run.FileId, run.Tenant, run.Step, run.Generation, run.Attempt, worker, progress), stop);

    public Task Failed(StepRun run, string worker, string code, string detail, bool filesFault, CancellationToken stop) =>
        emit.Emit(new StepFailed(run.FileId, run.Tenant, run.Step, run.Generation, run.Attempt, worker, code, detail, filesFault), stop);
}
