using MassTransit;
using Media.Orchestration.Contracts;
using Media.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Vision.Learn;

/// <summary>Marks a step as no longer wanted; whoever runs it reads that with its next progress, and stops.</summary>
internal sealed class StopStepConsumer([FromKeyedServices(WorkerName.Vision)] Sources sources) : IConsumer<StopStep>
{
    public Task Consume(ConsumeContext<StopStep> context)
    {
        var said = context.Message;
        return said.Worker == WorkerName.Vision
            ? sources.Stop(said.FileId, said.Tenant, said.Step, said.Generation, context.CancellationToken)
            : Task.CompletedTask;
    }
}
