using System.Globalization;
using System.Reflection;
using System.Text.Json;
using FastEndpoints;
using Media.Web.Requests;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Media.Web.OpenApi;

/// <summary>
/// Describes an endpoint from its definition: left alone, Microsoft.AspNetCore.OpenApi sees the address and the verb of a FastEndpoints endpoint,
/// no parameters, and its request record as the body.
/// </summary>
internal sealed class OperationWriter(Schemas schemas, DocComments comments, JsonSerializerOptions json) : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<EndpointDefinition>().FirstOrDefault() is not { } endpoint)
        {
            return Task.CompletedTask;
        }

        var document = context.Document!;
        var shape = RequestShape.Of(endpoint.ReqDtoType);
        operation.OperationId = IdOf(endpoint, context.Description.HttpMethod!);
        operation.Summary = comments.Of(endpoint.EndpointType);
        operation.Description = endpoint.AllowedScopes is { } scopes ? $"Scope: {string.Join(" or ", scopes)}." : null;
        operation.Tags = new HashSet<OpenApiTagReference> { new(TagOf(endpoint), document) };
        operation.Parameters = [.. Parameters(endpoint, shape, context.Description.RelativePath!, document)];
        operation.RequestBody = Body(shape, [.. metadata.OfType<Takes>()], document);
        operation.Responses = Answers(endpoint, metadata, document);
        foreach (var problems in EndpointProblems.Of(endpoint, shape, metadata))
        {
            // A status may carry an answer of its own too: /health/ready says 503 and what for.
            operation.Responses.TryAdd(problems.Key.ToString(CultureInfo.InvariantCulture), ProblemAnswer.Of(problems.Key, problems, schemas, document));
        }

        operation.Security = endpoint.AllowedScopes is null
            ? []
            : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [.. endpoint.AllowedScopes] }];
        return Task.CompletedTask;
    }

    /// <summary>The class's name; verbs after the first, and routes, say theirs too.</summary>
    private static string IdOf(EndpointDefinition endpoint, string verb)
    {
        var name = endpoint.EndpointType.Name;
        return endpoint.Verbs[0].Equals(verb, StringComparison.OrdinalIgnoreCase)
            ? JsonNamingPolicy.CamelCase.ConvertName(name)
            : JsonNamingPolicy.CamelCase.ConvertName(CultureInfo.InvariantCulture.TextInfo.ToTitleCase(verb.ToLowerInvariant()) + name);
    }

    private static string TagOf(EndpointDefinition endpoint) =>
        endpoint.EndpointType.Assembly == typeof(OperationWriter).Assembly ? "Process" : endpoint.EndpointType.Assembly.GetName().Name!.Split('.')[^1];

    private IEnumerable<IOpenApiParameter> Parameters(EndpointDefinition endpoint, RequestShape shape, string path, OpenApiDocument document)
    {
        var defaults = endpoint.ReqDtoType.GetConstructor(Type.EmptyTypes)?.Invoke(null);
        var declared = shape.Members.Where(m => m.From != MemberFrom.Body).ToList();
        var read = RouteNames.In(path).Where(name => !declared.Exists(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            .Select(name => new OpenApiParameter { Name = name, In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        return read.Concat(declared.OrderBy(m => m.From).Select(m => new OpenApiParameter
        {
            Name = m.Name,
            In = m.From switch { MemberFrom.Route => ParameterLocation.Path, MemberFrom.Query => ParameterLocation.Query, _ => ParameterLocation.Header },
            Required = m.From == MemberFrom.Route || m.IsRequired,
            Description = comments.Of(m.Property),
            Schema = Schemas.Hold(schemas.Of(m.Property.PropertyType, document), m.Property, DefaultOf(m.Property, defaults), json),
        }));
    }

    private static object? DefaultOf(PropertyInfo property, object? defaults) => defaults is null
        ? property.DeclaringType!.GetConstructors().SelectMany(c => c.GetParameters()).FirstOrDefault(p => p.Name == property.Name && p.HasDefaultValue)?.DefaultValue
        : property.GetValue(defaults);

    private OpenApiRequestBody? Body(RequestShape shape, IReadOnlyList<Takes> takes, OpenApiDocument document)
    {
        var content = takes.ToDictionary(t => t.MediaType, t => new OpenApiMediaType { Schema = t.Type is null ? Schemas.Bytes : schemas.Of(t.Type, document) }, StringComparer.Ordinal);
        if (shape.Body is { } body)
        {
            content["application/json"] = new OpenApiMediaType { Schema = schemas.Of(body.Property.PropertyType, document) };
        }

        return content.Count == 0 ? null : new OpenApiRequestBody { Content = content, Required = true };
    }

    private OpenApiResponses Answers(EndpointDefinition endpoint, IList<object> metadata, OpenApiDocument document)
    {
        var told = metadata.OfType<IProducesResponseTypeMetadata>().Where(p => p.StatusCode < 400)
            .Select(p => new Answers(p.StatusCode, ReasonPhrases.GetReasonPhrase(p.StatusCode), p.Type == typeof(void) ? null : p.Type, "application/json"));
        var answers = metadata.OfType<Answers>().Concat(told).GroupBy(a => a.Status).OrderBy(a => a.Key).ToList();
        if (!answers.Exists(a => a.Key < 400))
        {
            throw new InvalidOperationException($"{endpoint.EndpointType.Name} must say what it answers: this.Answers(…), or a return type that tells.");
        }

        var headers = metadata.OfType<AnswersHeader>().ToList();
        var responses = new OpenApiResponses();
        foreach (var answer in answers)
        {
            var content = answer.Where(a => a.Type is not null || a.MediaType is not (null or "application/json")).DistinctBy(a => a.MediaType).ToDictionary(
                a => a.MediaType!,
                a => new OpenApiMediaType { Schema = a.Type is null ? Schemas.Bytes : schemas.Of(a.Type, document) });
            responses[answer.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = answer.First().Description,
                Content = content.Count == 0 ? null : content,
                Headers = headers.Count == 0 || answer.Key >= 400 ? null : headers.ToDictionary(h => h.Name, h => ProblemAnswer.Header(h.Description)),
            };
        }

        return responses;
    }
}
