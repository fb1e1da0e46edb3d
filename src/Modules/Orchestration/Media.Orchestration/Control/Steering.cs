using Media.Messaging;
using Media.Orchestration.Status;
using Media.Orchestration.Steps;
using Media.Orchestration.Track;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Media.Orchestration.Control;

/// <summary>Asks a file's saga to change course and answers with the status after that. Only the state machine changes sagas.</summary>
internal sealed class Steering(FileStateReads states, IEmit emit, IOptions<StepSettings> settings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="possible">Null where the saga would follow, else why not.</param>
    public async Task<Results<Accepted<FileStatus>, ProblemHttpResult>> Ask(
        Guid id, string tenant, object command, Func<FileState, string?> possible, CancellationToken stop)
    {
        if (await states.Find(id, tenant, stop) is not { } file)
        {
            return Problem(ProblemCode.FileNotFound);
        }

        if (possible(file) is { } reason)
        {
            return Problem(ProblemCode.Conflict, reason);
        }

        await emit.Emit(command, stop);
        var after = await states.Wait(id, tenant, Patience, f => f.Version > file.Version, stop);
        return after is null ? Problem(ProblemCode.FileNotFound) : TypedResults.Accepted($"/v1/files/{id}/status", FileStatus.Of(after, settings.Value.Failures));
    }
}
