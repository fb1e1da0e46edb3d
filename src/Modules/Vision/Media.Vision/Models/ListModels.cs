using FastEndpoints;
using Media.Documents;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Media.Vision.Models;

/// <summary>The detectors that this deployment knows, installed or not.</summary>
internal sealed class ListModels(Catalog catalog, ModelsFolder folder, IOptions<VisionSettings> settings) : EndpointWithoutRequest<Ok<Page<Model>>>
{
    public override void Configure()
    {
        Get("/v1/models");
        Scopes(Scope.Detections, Scope.Operate);
    }

    public override Task<Ok<Page<Model>>> ExecuteAsync(CancellationToken ct) =>
        Task.FromResult(TypedResults.Ok(new Page<Model>([.. catalog.Detectors.Select(Of)], Next: null)));

    private Model Of(CatalogModel model) => new(
        model.Name,
        model.Version,
        model.Family,
        model.About,
        folder.Has(model),
        model.Name.Equals(settings.Value.Model, StringComparison.Ordinal),
        model.Width,
        model.Height,
        model.Bytes,
        model.Sha256,
        model.Licence,
        model.Source);
}

/// <summary>A detector.</summary>
/// <param name="Name">As requests name it.</param>
/// <param name="Version">First 12 hex digits of the file's SHA-256.</param>
/// <param name="Family">How it is fed and read: deimv2 or yolox.</param>
/// <param name="About">A few words on what it is good for.</param>
/// <param name="Installed">Whether it can be used now; if not, an operator installs it with <c>media models pull</c>.</param>
/// <param name="Default">Whether it is taken where none is named.</param>
/// <param name="Width">Of its input, in pixels; pictures are brought to that size.</param>
/// <param name="Height">Of its input, in pixels.</param>
/// <param name="Bytes">Length of the file in bytes.</param>
/// <param name="Sha256">Digest of the file, lower-case hex.</param>
/// <param name="Licence">SPDX identifier.</param>
/// <param name="Source">Where it comes from.</param>
internal sealed record Model(
    string Name,
    string Version,
    string Family,
    string About,
    bool Installed,
    bool Default,
    int Width,
    int Height,
    long Bytes,
    string Sha256,
    string Licence,
    string Source);
