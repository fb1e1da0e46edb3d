using MassTransit;
using Media.Messaging;
using Media.Orchestration.Contracts;
using Media.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Vision.Learn;

/// <summary>
/// The tombstone first, the answer then: whoever hears the answer may count on it that nothing new is made of the file. Its detections lie among what is
/// derived from the file, which Upload deletes.
/// </summary>
internal sealed class ForgetFileConsumer([FromKeyedServices(WorkerName.Vision)] Sources sources, IEmit emit) : IConsumer<ForgetFile>
{
    public async Task Consume(ConsumeContext<ForgetFile> context)
    {
        var said = context.Message;
        if (said.Worker != WorkerName.Vision)
        {
            return;
        }

        await sources.Forget(said.FileId, said.Tenant, context.CancellationToken);
        await emit.Emit(new FileForgotten(said.FileId, said.Tenant, said.Worker, said.Revision), context.CancellationToken);
    }
}
