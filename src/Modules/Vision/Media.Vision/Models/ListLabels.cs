using FastEndpoints;
using Media.Vision.Detect;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using static Media.Web.Problems;

namespace Media.Vision.Models;

internal sealed record ListLabelsRequest
{
    /// <summary>Name of the model; without it, the deployment's own choice.</summary>
    [QueryParam]
    public string? Model { get; init; }
}

/// <summary>The labels that a model gives, installed or not.</summary>
internal sealed class ListLabels(Catalog catalog, ModelsFolder folder, IOptions<VisionSettings> settings)
    : Endpoint<ListLabelsRequest, Results<Ok<ModelLabels>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Get("/v1/labels");
        Scopes(Scope.Detections, Scope.Operate);
        this.Refuses(ProblemCode.ModelUnknown);
    }

    public override Task<Results<Ok<ModelLabels>, ProblemHttpResult>> ExecuteAsync(ListLabelsRequest req, CancellationToken ct) =>
        Task.FromResult<Results<Ok<ModelLabels>, ProblemHttpResult>>(
            catalog.FindDetector(req.Model ?? settings.Value.Model) is { } model
                ? TypedResults.Ok(new ModelLabels(model.Name, Labels.Read(model, folder)))
                : Problem(ProblemCode.ModelUnknown, ModelRefusal.Unknown(catalog).Detail));
}

/// <param name="Model">Name of the model.</param>
/// <param name="Labels">In the order of the numbers that the model gives them.</param>
internal sealed record ModelLabels(string Model, IReadOnlyList<Label> Labels);
