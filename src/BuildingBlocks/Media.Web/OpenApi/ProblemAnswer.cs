using System.Text.Json.Nodes;
using Media.Web.Errors;
using Microsoft.OpenApi;

namespace Media.Web.OpenApi;

/// <summary>One status's problems: the schema of all problems, with the codes that can come here.</summary>
internal static class ProblemAnswer
{
    internal static OpenApiResponse Of(int status, IEnumerable<ProblemCode> problems, Schemas schemas, OpenApiDocument document)
    {
        var codes = problems.ToList();
        var narrowed = new OpenApiSchema
        {
            AllOf =
            [
                schemas.Of(typeof(ProblemBody), document),
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["code"] = CodeOf(codes) },
                },
            ],
        };
        return new OpenApiResponse
        {
            Description = string.Join("\n", codes.Select(c => $"- `{c.Code}`: {c.Title}. {c.Advice}")),
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [ProblemBody.ContentType] = new OpenApiMediaType { Schema = narrowed } },
            Headers = status switch
            {
                401 => new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal) { ["WWW-Authenticate"] = Header("How to come with a key.") },
                429 or 503 => new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal) { ["Retry-After"] = Header("Seconds to wait.") },
                _ => null,
            },
        };
    }

    internal static IOpenApiHeader Header(string description) =>
        new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    internal static OpenApiSchema CodeOf(IEnumerable<ProblemCode> codes) =>
        new() { Type = JsonSchemaType.String, Enum = [.. codes.Select(c => (JsonNode)c.Code)] };
}
