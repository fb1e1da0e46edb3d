using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Media.Telemetry.Tests;

public sealed class LogTests
{
    [Theory]
    [InlineData(null, "simple")]
    [InlineData("text", "simple")]
    [InlineData("json", "json")]
    public void The_setting_chooses_the_form(string? setting, string formatter)
    {
        using var app = Build(setting);
        app.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName.ShouldBe(formatter);
    }

    [Fact]
    public void An_unknown_form_stops_the_start_by_name() =>
        Should.Throw<OptionsValidationException>(() => Build("xml")).Message.ShouldBe("Media:Logs:Format must be text or json");

    [Fact]
    public void Text_is_one_line_in_utc_whatever_the_message_holds()
    {
        using var app = Build("text");
        var line = Write(app, "simple", "name\nERROR forged line", new InvalidOperationException("a\nb"));
        line.Trim().ShouldNotContain("\n");
        line.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z warn: Lamp\[0\] name ERROR forged line");
    }

    [Fact]
    public void Json_is_one_object_a_line()
    {
        using var app = Build("json");
        var line = Write(app, "json", "name\nand more", null);
        line.Trim().ShouldNotContain("\n");
        var json = JsonDocument.Parse(line).RootElement;
        json.GetProperty("Message").GetString().ShouldBe("name\nand more");
        json.GetProperty("Timestamp").GetString()!.ShouldEndWith("Z");
    }

    [Fact]
    public void Requests_are_not_logged_unless_the_settings_say_so()
    {
        using var quiet = Build(null);
        var log = quiet.Services.GetRequiredService<ILoggerFactory>();
        log.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Information).ShouldBeFalse();
        log.CreateLogger("Media.Upload").IsEnabled(LogLevel.Information).ShouldBeTrue();
        log.CreateLogger("Microsoft.Hosting.Lifetime").IsEnabled(LogLevel.Information).ShouldBeTrue();

        using var loud = Build(null, "--Logging:LogLevel:Microsoft.AspNetCore=Information");
        loud.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Information).ShouldBeTrue();
    }

    private static WebApplication Build(string? format, params string[] more)
    {
        var builder = WebApplication.CreateBuilder(format is null ? more : [.. more, $"--Media:Logs:Format={format}"]);
        builder.AddMediaTelemetry();
        return builder.Build();
    }

    private static string Write(WebApplication app, string formatter, string message, Exception? exception)
    {
        using var text = new StringWriter();
        var entry = new LogEntry<string>(LogLevel.Warning, "Lamp", default, message, exception, (m, _) => m);
        app.Services.GetServices<ConsoleFormatter>().Single(f => f.Name == formatter).Write(entry, null, text);
        return text.ToString();
    }
}
