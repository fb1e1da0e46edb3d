using Media.Blobs;
using Media.Messaging;
using Media.Orchestration.Contracts;
using Media.Upload.Contracts;
using Media.Web;
using Media.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Vision.Ask;

/// <summary>Opens a file's original by the file's id.</summary>
internal sealed class FilePictures([FromKeyedServices(WorkerName.Vision)] Sources sources, KnownWithin known, IBlobs blobs, IEmit emit)
{
    /// <summary>The original on this machine; null where there is no such file of this tenant. Of one not heard of yet Upload is asked, and waited for up to 2 s.</summary>
    public async Task<LocalBlob?> Open(Guid file, string tenant, CancellationToken stop)
    {
        var asked = false;
        var source = await known.Ask(
            file.ToString(),
            async ends =>
            {
                var found = await sources.Find(file, tenant, ends);
                if (found is null && !asked)
                {
                    asked = true;
                    await emit.Emit(new TellFile(file, tenant), ends);
                }

                return found;
            },
            stop);
        return source is null ? null : await blobs.Localize(source.Blob!, stop);
    }
}
