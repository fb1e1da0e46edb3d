using Media.Delivery;
using Media.Messaging;
using Media.Orchestration;
using Media.Processing;
using Media.Upload;
using Media.Vision;

namespace Media.Host;

/// <summary>Which modules this process runs: <c>Media:Modules</c>, all or names with commas between.</summary>
internal static class Modules
{
    private static readonly IModule[] All =
        [new UploadModule(), new OrchestrationModule(), new ProcessingModule(), new VisionModule(), new DeliveryModule()];

    /// <exception cref="ArgumentException">The setting names a module that there is not, or the profile cannot be split.</exception>
    public static IReadOnlyList<IModule> Of(IConfiguration configuration)
    {
        var setting = configuration["Media:Modules"] ?? "all";
        if (setting == "all")
        {
            return All;
        }

        string[] names = [.. setting.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];
        var known = All.Select(m => m.Name).ToArray();
        if (names.Length == 0 || names.Except(known).Any())
        {
            throw new ArgumentException($"Media:Modules is '{setting}' and must be all, or of {string.Join(", ", known)} with commas between.");
        }

        if (names.Length < All.Length)
        {
            // The embedded engines belong to one process, so its modules would hear of nobody.
            throw new ArgumentException("Media:Modules must be all: the engines of the profile single serve one process alone.");
        }

        return All;
    }
}
