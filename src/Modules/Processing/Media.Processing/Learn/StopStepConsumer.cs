using MassTransit;
using Media.Orchestration.Contracts;
using Media.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Processing.Learn;

internal sealed class StopStepConsumer([FromKeyedServices(WorkerName.Processing)] Sources sources) : IConsumer<StopStep>
{
    public Task Consume(ConsumeContext<StopStep> context)
    {
        var said = context.Message;
        return said.Worker == WorkerName.Processing
            ? sources.Stop(said.FileId, said.Tenant, said.Step, said.Generation, context.CancellationToken)
            : Task.CompletedTask;
    }
}
