using Media.Vision.Models;
using Media.Web;

namespace Media.Vision.Detect;

/// <summary>A detector, or why there is none.</summary>
internal sealed record ModelAnswer(LoadedModel? Model, ModelRefusal? Refusal)
{
    public static implicit operator ModelAnswer(LoadedModel model) => new(model, Refusal: null);

    public static implicit operator ModelAnswer(ModelRefusal refusal) => new(Model: null, refusal);
}

/// <param name="Code">model_unknown or model_missing.</param>
/// <param name="Detail">What to do about it, for clients: no paths.</param>
internal sealed record ModelRefusal(ProblemCode Code, string Detail)
{
    public static ModelRefusal Unknown(Catalog catalog) =>
        new(ProblemCode.ModelUnknown, $"There is no detector of that name; there are: {string.Join(", ", catalog.Detectors.Select(m => m.Name))}.");

    public static ModelRefusal NotInstalled(CatalogModel model) => Missing($"The model {model.Name} is not installed. {Advice(model)}");

    public static ModelRefusal Damaged(CatalogModel model) =>
        Missing($"The file of the model {model.Name} is not the one that the catalog names. {Advice(model)}");

    public static ModelRefusal Missing(string detail) => new(ProblemCode.ModelMissing, detail);

    private static string Advice(CatalogModel model) => $"An operator installs it with: media models pull {model.Name}";
}
