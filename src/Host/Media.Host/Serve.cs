using Media.Blobs;
using Media.Caching;
using Media.Documents;
using Media.Messaging;
using Media.Telemetry;
using Media.Web;
using Microsoft.Extensions.Options;

namespace Media.Host;

/// <summary>The server: which modules, on which engines.</summary>
internal static class Serve
{
    public const string DefaultAddress = "http://127.0.0.1:8080";

    public static IConfiguration Configuration(string[] args) => WebApplication.CreateSlimBuilder(args).Configuration;

    public static async Task<int> Run(string[] args, CancellationToken stop)
    {
        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
            await using var app = Compose(builder);
            app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Media Monolith serves at {string.Join(", ", app.Urls)}"));
            await app.RunAsync(stop);
            return 0;
        }
        catch (Exception wrong) when (wrong is OptionsValidationException or ArgumentException)
        {
            return await CannotStart(wrong);
        }
        catch (AggregateException wrong) when (wrong.InnerExceptions.All(w => w is OptionsValidationException))
        {
            return await CannotStart([.. wrong.InnerExceptions]);
        }
    }

    private static async Task<int> CannotStart(params Exception[] why)
    {
        foreach (var wrong in why)
        {
            await Console.Error.WriteLineAsync($"media cannot start: {wrong.Message}");
        }

        return 2;
    }

    private static WebApplication Compose(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        SettingFiles.ReadInto(configuration);
        Profile.Apply(configuration);
        if (string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey]))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        var modules = Modules.Of(configuration);
        builder.AddMediaTelemetry();
        builder.Services.AddDocuments(configuration);
        builder.Services.AddBlobs(configuration);
        builder.Services.AddCaching(configuration);
        foreach (var module in modules)
        {
            module.Add(builder.Services, configuration);
        }

        builder.Services.AddBus(configuration, modules);
        builder.AddMediaWeb([.. modules.Select(m => m.GetType().Assembly)]);
        var app = builder.Build();
        // Before anything is made of the settings: who makes it would wrap what is wrong with them.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.UseMediaWeb(modules.Count < Modules.All.Count ? WholeDescription() : null);
        return app;
    }

    private static byte[] WholeDescription()
    {
        using var stored = typeof(Serve).Assembly.GetManifestResourceStream("openapi.json")!;
        using var text = new MemoryStream();
        stored.CopyTo(text);
        return text.ToArray();
    }
}
