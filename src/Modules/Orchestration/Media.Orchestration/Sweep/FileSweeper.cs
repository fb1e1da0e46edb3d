using Media.Documents;
using Media.Documents.Sweeping;
using Media.Messaging;
using Media.Orchestration.Track;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Orchestration.Sweep;

/// <summary>Tells the state machine of each file whose time has come. It changes nothing itself.</summary>
internal sealed class FileSweeper(IDocuments<FileState> files, Hearing hearing, SweepParts parts, IServiceScopeFactory scopes)
    : Sweeper<FileState>("orchestration/files", files, FileStates.Due, parts)
{
    protected override bool AllAtStart => true;

    protected override DateTimeOffset Heard => hearing.Until(OrchestrationModule.ModuleName);

    protected override async Task Attend(FileState document, DateTimeOffset? voidBefore, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IEmit>().Emit(new FileDue(document.CorrelationId, voidBefore), stop);
    }
}
