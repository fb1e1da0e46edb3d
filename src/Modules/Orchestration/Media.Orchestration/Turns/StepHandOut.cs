using Media.Documents;
using Media.Documents.Sweeping;
using Media.Documents.Turns;
using Media.Messaging;
using Media.Orchestration.Track;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Orchestration.Turns;

/// <summary>Gives waiting steps their turn. The state machine of the file asks for the step then.</summary>
internal sealed class StepHandOut(IDocuments<FileState> files, Outstanding<FileState> outstanding, SweepParts parts, IServiceScopeFactory scopes)
    : HandOut<FileState>("orchestration/turns", files, FileStates.Queued, FileStates.Asked, outstanding, parts)
{
    protected override async Task Give(FileState document, string kind, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IEmit>().Emit(new FileTurn(document.CorrelationId, kind), stop);
    }
}
