using Media.Blobs;
using Media.Documents;
using Media.Documents.Sweeping;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Media.Work;

public static class WorkRegistration
{
    /// <summary>
    /// Adds what a module's workers need, each module its own: <see cref="Sources"/> and <see cref="StepRunner"/>, keyed by the module's name
    /// (<c>[FromKeyedServices("vision")]</c>). Settings: <see cref="WorkSettings"/>.
    /// </summary>
    /// <param name="module">processing or vision.</param>
    public static IServiceCollection AddWork(this IServiceCollection services, string module, IConfiguration configuration)
    {
        services.AddOptions<WorkSettings>().Bind(configuration.GetSection(WorkSettings.Section))
            .Validate(s => Between(s.ProgressEvery, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1)), "Media:Work:ProgressEvery must be 00:00:00.05 to 00:01:00.")
            .Validate(s => Between(s.StepLimit, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), "Media:Work:StepLimit must be 00:00:01 to 1.00:00:00.")
            .ValidateOnStart();
        services.TryAddSingleton<Manifests>();
        services.AddKeyedCollection<SourceDocument>(module, $"sources-{module}", SourceDocument.Due);
        services.AddKeyedSingleton(module, (p, _) => new Sources(
            p.GetRequiredKeyedService<IDocuments<SourceDocument>>(module), p.GetRequiredService<TimeProvider>()));
        services.AddKeyedSingleton(module, (p, _) => new StepRunner(
            module,
            p.GetRequiredKeyedService<Sources>(module),
            p.GetRequiredService<Manifests>(),
            p.GetRequiredService<IBlobs>(),
            p.GetRequiredService<IOptions<WorkSettings>>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<StepRunner>>()));
        services.AddSingleton<IHostedService>(p => new SourceSweeper(
            module, p.GetRequiredKeyedService<IDocuments<SourceDocument>>(module), p.GetRequiredService<SweepParts>()));
        return services;
    }

    private static bool Between(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;
}
