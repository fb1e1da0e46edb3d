namespace Media.Host;

/// <summary>Which engine each port runs on: <c>Media:Profile</c> says it for all of them, and each can be set alone.</summary>
internal static class Profile
{
    private const string Cache = "Media:Cache:Engine";

    private static readonly (string Setting, string Single, string Cluster)[] Engines =
    [
        ("Media:Bus:Engine", "memory", "kafka"),
        ("Media:Documents:Engine", "sqlite", "mongo"),
        ("Media:Blobs:Engine", "folder", "s3"),
        (Cache, "memory", "redis"),
    ];

    /// <summary>Sets the engines that are not set.</summary>
    /// <exception cref="ArgumentException">There is no such profile.</exception>
    public static void Apply(IConfigurationManager configuration)
    {
        var profile = configuration["Media:Profile"] ?? "single";
        if (profile is not ("single" or "cluster"))
        {
            throw new ArgumentException($"Media:Profile is '{profile}' and must be single or cluster.");
        }

        configuration.AddInMemoryCollection(Engines
            .Where(e => configuration[e.Setting] is null)
            .Select(e => KeyValuePair.Create<string, string?>(e.Setting, profile == "single" ? e.Single : e.Cluster))
            .ToArray());
    }

    /// <summary>A setting that names an engine which serves one process alone; null where several can share all of them.</summary>
    public static string? Alone(IConfiguration configuration) =>
        // A cache in each process's memory loses nothing: what one of them removes, others keep until it expires.
        Engines.Where(e => e.Setting != Cache && configuration[e.Setting] == e.Single).Select(e => $"{e.Setting} is {e.Single}").FirstOrDefault();
}
