using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Media.Web.OpenApi;

/// <summary>The interface's description (OpenAPI 3.1), made from the endpoints that run here.</summary>
internal static class Description
{
    internal const string Name = "v1";

    internal static void AddDescription(this IServiceCollection services)
    {
        services.AddOpenApi(Name);
        services.AddOptions<OpenApiOptions>(Name).Configure<IOptions<JsonOptions>>((options, json) =>
        {
            var comments = new DocComments();
            var schemas = new Schemas(json.Value.SerializerOptions, comments);
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddOperationTransformer(new OperationWriter(schemas, comments, json.Value.SerializerOptions));
            options.AddDocumentTransformer((document, _, _) =>
            {
                Finish(document, schemas);
                return Task.CompletedTask;
            });
        });
        services.AddSingleton<DescriptionText>();
    }

    private static void Finish(OpenApiDocument document, Schemas schemas)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Media Monolith",
            Version = Name,
            Description = "Files in; renditions, streams, detected objects and the account of what happened to each file out. "
                + "Unknown options and members are refused by name. Errors are RFC 9457 problems with a stable code.",
        };
        // The address at which a test or a process happens to listen says nothing.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key: media_{id}_{secret}." },
        };

        // In place of what the framework found in request records by itself.
        document.Components.Schemas = schemas.Components.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
        var problem = (OpenApiSchema)document.Components.Schemas["Problem"];
        problem.Properties!["code"] = ProblemAnswer.CodeOf(ProblemCode.All.OrderBy(c => c.Code, StringComparer.Ordinal));

        document.Tags = document.Paths.SelectMany(p => p.Value.Operations!.Values).SelectMany(o => o.Tags!).Select(t => t.Name!).Distinct()
            .Order(StringComparer.Ordinal).Select(name => new OpenApiTag { Name = name }).ToHashSet();
        var paths = document.Paths.OrderBy(p => p.Key, StringComparer.Ordinal).ToList();
        document.Paths = [];
        foreach (var (path, item) in paths)
        {
            document.Paths[path] = item;
        }
    }
}
