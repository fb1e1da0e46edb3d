using System.Reflection;
using FastEndpoints;
using Media.Web.Access;
using Media.Web.Errors;
using Media.Web.Health;
using Media.Web.Json;
using Media.Web.Kestrel;
using Media.Web.OpenApi;
using Media.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Web;

/// <summary>The web as every process of the product serves it: endpoints, strict JSON, problem details, access, limits.</summary>
public static class MediaWeb
{
    /// <summary>Adds endpoints, access and conventions. Documents must be added too: keys are kept there.</summary>
    /// <param name="modules">The assemblies of the modules that this process runs; their endpoints may be internal.</param>
    public static WebApplicationBuilder AddMediaWeb(this WebApplicationBuilder builder, params Assembly[] modules)
    {
        builder.WebHost.ConfigureKestrel(Limits.Apply);
        var services = builder.Services;
        services.AddSingleton(typeof(IRequestBinder<>), typeof(ExplicitBinder<>));
        services.AddFastEndpoints(o =>
        {
            o.DisableAutoDiscovery = true;
            o.Assemblies = [.. modules.Append(typeof(MediaWeb).Assembly).Distinct()];
        });
        services.ConfigureHttpJsonOptions(o => StrictJson.Apply(o.SerializerOptions));
        services.AddProblems();
        services.AddAccess(builder.Configuration);
        services.AddSingleton<KnownWithin>();
        services.AddSingleton<Readiness>();
        services.AddDescription();
        return builder;
    }

    /// <summary>Answers requests: conventions first, then the modules' endpoints.</summary>
    /// <param name="wholeDescription">
    /// What /openapi/v1.json answers in a process that runs some of the modules: the stored description of all. Null where all run here.
    /// </param>
    public static WebApplication UseMediaWeb(this WebApplication app, byte[]? wholeDescription = null)
    {
        app.Services.GetRequiredService<DescriptionText>().Whole = wholeDescription;
        app.Use(PlainHeaders.Set);
        app.UseExceptionHandler();
        app.UseStatusCodePages(StatusProblems.Write);
        app.UseRouting();
        app.Use(HiddenRoutes.Hide);
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(BodyLimits.Check);
        app.Use(BodyTypes.Check);
        app.Use(KnownOptions.Check);
        app.UseFastEndpoints(EndpointRules.Apply);
        return app;
    }
}
