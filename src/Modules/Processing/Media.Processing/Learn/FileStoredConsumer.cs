using MassTransit;
using Media.Orchestration.Contracts;
using Media.Upload.Contracts;
using Media.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Processing.Learn;

/// <summary>Keeps where a file's original is, for requests that name the file by its id.</summary>
internal sealed class FileStoredConsumer([FromKeyedServices(WorkerName.Processing)] Sources sources) : IConsumer<FileStored>
{
    public Task Consume(ConsumeContext<FileStored> context)
    {
        var file = context.Message;
        return sources.Learn(file.FileId, file.Tenant, file.Blob, file.MediaType, file.Bytes, file.Sha256, context.CancellationToken);
    }
}
