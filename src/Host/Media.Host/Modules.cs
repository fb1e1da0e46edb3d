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
    public static IReadOnlyList<IModule> All { get; } =
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

        IModule[] some = [.. All.Where(m => names.Contains(m.Name))];
        if (some.Length < All.Count && Profile.Alone(configuration) is { } alone)
        {
            throw new ArgumentException($"Media:Modules must be all: {alone}, which serves one process. Media:Profile=cluster sets engines that several share.");
        }

        return some;
    }
}
