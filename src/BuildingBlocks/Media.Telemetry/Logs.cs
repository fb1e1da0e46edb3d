using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Media.Telemetry;

internal static class Logs
{
    private const string UtcMilliseconds = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly Dictionary<string, string?> Levels = new(StringComparer.Ordinal)
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.Extensions"] = "Warning",
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
        ["Logging:LogLevel:MassTransit"] = "Warning",
        ["Logging:LogLevel:FastEndpoints"] = "Warning",
    };

    internal static void AddLogs(this WebApplicationBuilder builder)
    {
        // Below every other source: whatever appsettings.json or the environment says of a level, holds.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Levels });

        builder.Services.AddOptions<LogSettings>()
            .Configure(settings => settings.Format = builder.Configuration[$"{LogSettings.Section}:Format"] ?? settings.Format)
            .Validate(s => s.Format is "text" or "json", $"{LogSettings.Section}:Format must be text or json");

        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(o =>
        {
            // One line each, whatever a message holds: text from outside cannot pass for a line of its own.
            o.SingleLine = true;
            o.UseUtcTimestamp = true;
            o.TimestampFormat = UtcMilliseconds + " ";
        });
        builder.Logging.AddJsonConsole(o =>
        {
            o.IncludeScopes = true;
            o.UseUtcTimestamp = true;
            o.TimestampFormat = UtcMilliseconds;
            o.JsonWriterOptions = new JsonWriterOptions { Indented = false };
        });
        builder.Services.AddOptions<ConsoleLoggerOptions>().Configure<IOptions<LogSettings>>((console, settings) =>
            console.FormatterName = settings.Value.Format == "json" ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple);
    }
}
