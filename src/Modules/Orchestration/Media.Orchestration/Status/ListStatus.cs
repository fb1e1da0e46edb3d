using FastEndpoints;
using Media.Documents;
using Media.Orchestration.Steps;
using Media.Orchestration.Track;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Media.Orchestration.Status;

internal sealed record ListStatusRequest : PageRequest
{
    /// <summary>Only files in this state: processing, ready, failed or cancelled.</summary>
    [QueryParam]
    public string? State { get; init; }

    /// <summary>Only files of which this step failed.</summary>
    [QueryParam]
    public string? Step { get; init; }

    /// <summary>Only files of which a step failed for this reason: a problem code.</summary>
    [QueryParam]
    public string? Reason { get; init; }

    /// <summary>Only files with this preset.</summary>
    [QueryParam]
    public string? Preset { get; init; }

    /// <summary>Only files that were stored before this time.</summary>
    [QueryParam]
    public DateTimeOffset? OlderThan { get; init; }

    /// <summary>The counts alone, without files.</summary>
    [QueryParam]
    public bool Counts { get; init; }
}

/// <param name="Items">Newest first; none where only counts were asked for.</param>
/// <param name="Next">Cursor of the next page; null on the last.</param>
/// <param name="Counts">How many files are in each state, where that was asked for.</param>
internal sealed record StatusPage(IReadOnlyList<FileStatus> Items, string? Next, IReadOnlyDictionary<string, long>? Counts);

/// <summary>Files by their state, newest first, or how many are in each state.</summary>
internal sealed class ListStatus(IDocuments<FileState> states, IOptions<StepSettings> settings)
    : Endpoint<ListStatusRequest, Results<Ok<StatusPage>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Get("/v1/status");
        Scopes(Scope.Status);
        this.Refuses(ProblemCode.CursorInvalid);
    }

    public override async Task<Results<Ok<StatusPage>, ProblemHttpResult>> ExecuteAsync(ListStatusRequest request, CancellationToken stop)
    {
        if (request.State is { } state && PhaseNamed(state) is null)
        {
            return Problem(ProblemCode.OptionOutOfRange, "state must be processing, ready, failed or cancelled.");
        }

        if (new[] { request.State, request.Step, request.Reason, request.Preset }.Count(f => f is not null) > 1)
        {
            return Problem(ProblemCode.OptionOutOfRange, "Send one of state, step, reason and preset.");
        }

        if (request.Counts)
        {
            return TypedResults.Ok(new StatusPage([], null, await Count(User.Tenant(), stop)));
        }

        var query = Filter(request, User.Tenant()) with { Descending = true, To = request.OlderThan };
        return await states.Page(query, request, stop) is { } page
            ? TypedResults.Ok(new StatusPage([.. page.Items.Select(f => FileStatus.Of(f, settings.Value.Failures))], page.Next, null))
            : Problem(ProblemCode.CursorInvalid);
    }

    private static Query<FileState> Filter(ListStatusRequest request, string tenant) => request switch
    {
        { State: { } state } => FileStates.ByPhase.Where(tenant, PhaseNamed(state)!),
        { Step: { } step } => FileStates.ByFailedStep.Where(tenant, step),
        { Reason: { } reason } => FileStates.ByReason.Where(tenant, reason),
        { Preset: { } preset } => FileStates.ByPreset.Where(tenant, preset),
        _ => FileStates.All.Where(tenant),
    };

    private static string? PhaseNamed(string state) => FilePhase.Shown.FirstOrDefault(p => p.ToLowerInvariant() == state);

    private async Task<IReadOnlyDictionary<string, long>> Count(string tenant, CancellationToken stop)
    {
        var counts = new Dictionary<string, long>();
        foreach (var phase in FilePhase.Shown)
        {
            counts[phase.ToLowerInvariant()] = await states.Count(FileStates.ByPhase.Where(tenant, phase), stop);
        }

        return counts;
    }
}
