using MassTransit;
using Media.Messaging;
using Media.Orchestration.Contracts;
using Media.Upload.Contracts;
using Media.Upload.Files;

namespace Media.Upload.Settle;

/// <summary>Keeps a copy of a file's state, for lists. Answered every time, whatever the file is by now.</summary>
internal sealed class FileStateChangedConsumer(FileStore files, IEmit emit) : IConsumer<FileStateChanged>
{
    public async Task Consume(ConsumeContext<FileStateChanged> context)
    {
        var said = context.Message;
        await files.Change(
            said.FileId,
            file =>
            {
                if (file.Phase != FilePhase.Stored || said.Revision <= file.Heard)
                {
                    return false;
                }

                file.Heard = said.Revision;
                file.Edition++;
                file.State = said.State;
                (file.Width, file.Height, file.Duration, file.Labels) = (said.Width, said.Height, said.Duration, said.Labels);
                return true;
            },
            context.CancellationToken);
        await emit.Emit(new FileListed(said.FileId, said.Tenant, said.Revision), context.CancellationToken);
    }
}
