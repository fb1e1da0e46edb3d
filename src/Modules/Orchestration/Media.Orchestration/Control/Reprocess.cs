using FastEndpoints;
using Media.Orchestration.Presets;
using Media.Orchestration.Status;
using Media.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Orchestration.Control;

internal sealed record ReprocessRequest
{
    [RouteParam]
    public Guid Id { get; init; }

    /// <summary>Another preset; left out, the one the file has.</summary>
    [QueryParam]
    public string? Preset { get; init; }
}

/// <summary>Runs all of a file's steps anew, by the preset as it is set now.</summary>
internal sealed class Reprocess(Steering steering, PresetCatalog presets) : Endpoint<ReprocessRequest, Results<Accepted<FileStatus>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Post("/v1/files/{id}/reprocess");
        Scopes(Scope.FilesWrite);
        this.Refuses(ProblemCode.FileNotFound, ProblemCode.PresetUnknown);
    }

    public override async Task<Results<Accepted<FileStatus>, ProblemHttpResult>> ExecuteAsync(ReprocessRequest request, CancellationToken stop) =>
        request.Preset is { } preset && !presets.Has(preset)
            ? Problem(ProblemCode.PresetUnknown)
            : await steering.Ask(request.Id, User.Tenant(), new ReprocessFile(request.Id, request.Preset), _ => null, stop);
}
