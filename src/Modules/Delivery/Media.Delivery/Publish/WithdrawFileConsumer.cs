using MassTransit;
using Media.Delivery.Contracts;
using Media.Messaging;

namespace Media.Delivery.Publish;

internal sealed class WithdrawFileConsumer(Publications publications, IEmit emit) : IConsumer<WithdrawFile>
{
    public async Task Consume(ConsumeContext<WithdrawFile> context)
    {
        var (said, stop) = (context.Message, context.CancellationToken);
        var revision = await publications.Withdraw(said, stop);
        await emit.Emit(new FileWithdrawn(said.FileId, said.Tenant, revision), stop);
    }
}
