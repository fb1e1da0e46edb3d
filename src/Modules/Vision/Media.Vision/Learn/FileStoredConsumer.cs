using MassTransit;
using Media.Orchestration.Contracts;
using Media.Upload.Contracts;
using Media.Web;
using Media.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Vision.Learn;

/// <summary>Keeps where a file's original is, for requests that name the file by its id, and wakes those that wait for it.</summary>
internal sealed class FileStoredConsumer([FromKeyedServices(WorkerName.Vision)] Sources sources, KnownWithin known) : IConsumer<FileStored>
{
    public async Task Consume(ConsumeContext<FileStored> context)
    {
        var file = context.Message;
        await sources.Learn(file.FileId, file.Tenant, file.Blob, file.MediaType, file.Bytes, file.Sha256, context.CancellationToken);
        known.Heard(file.FileId.ToString());
    }
}
