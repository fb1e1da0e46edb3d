namespace Media.Architecture.Tests;

/// <summary>
/// Who may reference whom: the one place that says so. A project that is not here may not exist;
/// a reference that is not here is a violation. To allow one, write it here and say in the commit why.
/// </summary>
internal static class Table
{
    private static readonly string[] Nothing = [];

    // An endpoint is a class of FastEndpoints; Media.Web brings it, so that its version and conventions are one.
    // The OpenAPI package's source generator writes into every assembly that sees Media.Web.
    private static readonly string[] WebSees = ["FastEndpoints", "FluentValidation", "Microsoft.AspNetCore.OpenApi"];

    /// <summary>Only the block that wraps an engine references its package.</summary>
    private static readonly Row[] Blocks =
    [
        new("Media.Blobs", Nothing, ["AWSSDK.S3"]),
        new("Media.Caching", Nothing, ["StackExchange.Redis", "ZiggyCreatures.FusionCache"]),
        new("Media.Documents", Nothing, ["Microsoft.Data.Sqlite", "MongoDB.Driver"]),
        new("Media.Imaging", ["Media.Sandbox"], ["NetVips", "NetVips.Native", "Magick.NET-Q8-AnyCPU"]),
        new("Media.Messaging", ["Media.Documents", "Media.Blobs"], ["Confluent.Kafka", "MassTransit"]),
        new("Media.Sandbox", Nothing, ["CliWrap"]),
        new("Media.Telemetry", Nothing, ["OpenTelemetry.Extensions.Hosting", "OpenTelemetry.Exporter.Prometheus.AspNetCore"]),
        new("Media.Web", ["Media.Documents", "Media.Blobs"], ["FastEndpoints", "FluentValidation", "Microsoft.AspNetCore.OpenApi"]),
        new("Media.Work", ["Media.Documents", "Media.Blobs", "Media.Imaging", "Media.Messaging", "Media.Orchestration.Contracts"], ["MassTransit.Abstractions"]),
    ];

    private static readonly Row[] Modules =
    [
        Module("Upload", ["Media.Blobs", "Media.Imaging"], ["Orchestration"], ["MassTransit.Abstractions"]),

        // The state machine is MassTransit's own, so this module sees the whole of it.
        Module("Orchestration", Nothing, ["Upload", "Processing", "Vision", "Delivery"], ["MassTransit"]),
        Module("Processing", ["Media.Blobs", "Media.Imaging", "Media.Work"], ["Upload", "Orchestration"], ["MassTransit.Abstractions"]),
        Module("Vision", ["Media.Blobs", "Media.Imaging", "Media.Work"], ["Upload", "Orchestration"], ["MassTransit.Abstractions", "Microsoft.ML.OnnxRuntime"]),
        Module("Delivery", ["Media.Blobs", "Media.Caching"], ["Processing", "Vision"], ["MassTransit.Abstractions"]),
    ];

    /// <summary>Plain records: they reference nothing, other Contracts least of all.</summary>
    private static readonly Row[] Contracts = [.. Modules.Select(m => new Row($"{m.Project}.Contracts", Nothing, Nothing))];

    /// <summary>The host puts modules and engines together, and is the only one that sees them all.</summary>
    private static readonly Row Host = new(
        "Media.Host", [.. Modules.Concat(Blocks).Select(r => r.Project)], ["System.CommandLine"])
    {
        Assembly = "media",
        Sees = ["MassTransit.Abstractions", .. WebSees],
    };

    public static IReadOnlyList<Row> Rows { get; } = [.. Blocks, .. Contracts, .. Modules, Host];

    /// <summary>The assemblies that a package brings, where they are not named as it is.</summary>
    private static readonly Dictionary<string, string[]> Brings = new(StringComparer.Ordinal)
    {
        ["AWSSDK.S3"] = ["AWSSDK.S3", "AWSSDK.Core"],
        ["FastEndpoints"] = ["FastEndpoints", "FastEndpoints.Attributes", "FastEndpoints.Core", "FastEndpoints.Messaging.Core", "FastEndpoints.Messaging", "FastEndpoints.JobQueues"],
        ["FusionCache"] = ["ZiggyCreatures.FusionCache"],
        ["Magick.NET-Q8-AnyCPU"] = ["Magick.NET-Q8-AnyCPU", "Magick.NET.Core"],
        ["MassTransit"] = ["MassTransit", "MassTransit.Abstractions"],
        ["Microsoft.AspNetCore.OpenApi"] = ["Microsoft.AspNetCore.OpenApi", "Microsoft.OpenApi"],
        ["Microsoft.Data.Sqlite"] = ["Microsoft.Data.Sqlite", "SQLitePCLRaw.core", "SQLitePCLRaw.batteries_v2"],
        ["MongoDB.Driver"] = ["MongoDB.Driver", "MongoDB.Bson"],
        ["NetVips.Native"] = [],
        ["OpenTelemetry.Extensions.Hosting"] = ["OpenTelemetry.Extensions.Hosting", "OpenTelemetry", "OpenTelemetry.Api", "OpenTelemetry.Api.ProviderBuilderExtensions"],
    };

    public static IEnumerable<string> AssembliesOf(string package) => Brings.GetValueOrDefault(package, [package]);

    private static Row Module(string name, string[] blocks, string[] hears, string[] packages) => new(
        $"Media.{name}",
        [
            "Media.Messaging", "Media.Documents", "Media.Web", "Media.Telemetry", .. blocks,
            .. hears.Append(name).Select(n => $"Media.{n}.Contracts"),
        ],
        packages)
    {
        IsModule = true,

        Sees = WebSees,
    };
}
