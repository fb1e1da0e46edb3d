using MassTransit;
using Media.Delivery.Contracts;
using Media.Messaging;

namespace Media.Delivery.Publish;

internal sealed class PublishFileConsumer(Publications publications, IEmit emit) : IConsumer<PublishFile>
{
    public async Task Consume(ConsumeContext<PublishFile> context)
    {
        var (said, stop) = (context.Message, context.CancellationToken);
        var revision = await publications.Publish(said, stop);
        // Answered every time: the answer to the first may have been lost.
        await emit.Emit(new FilePublished(said.FileId, said.Tenant, revision), stop);
    }
}
