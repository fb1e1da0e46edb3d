using MassTransit;
using Media.Documents;
using Media.Messaging;
using Media.Upload.Contracts;
using Media.Upload.Files;

namespace Media.Upload.Settle;

/// <summary>Somebody asks after a file that it has not heard of.</summary>
internal sealed class TellFileConsumer(IDocuments<FileDocument> documents, Telling telling, IEmit emit) : IConsumer<TellFile>
{
    public async Task Consume(ConsumeContext<TellFile> context)
    {
        var said = context.Message;
        if (await documents.Get(said.FileId.ToString(), context.CancellationToken) is { Phase: FilePhase.Stored } file && file.Tenant == said.Tenant)
        {
            await emit.Emit(telling.Stored(file), context.CancellationToken);
        }
    }
}
