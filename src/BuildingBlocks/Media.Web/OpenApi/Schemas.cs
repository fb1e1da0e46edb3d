using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Media.Web.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace Media.Web.OpenApi;

/// <summary>
/// Schemas of the types that the interface speaks, each object and each closed set by its name under components. Built from what
/// the serializer itself knows of a type, so that what is described is what is written.
/// </summary>
internal sealed class Schemas(JsonSerializerOptions json, DocComments comments)
{
    private static readonly Dictionary<Type, (JsonSchemaType Type, string? Format)> Plain = new()
    {
        [typeof(string)] = (JsonSchemaType.String, null),
        [typeof(bool)] = (JsonSchemaType.Boolean, null),
        [typeof(int)] = (JsonSchemaType.Integer, "int32"),
        [typeof(long)] = (JsonSchemaType.Integer, "int64"),
        [typeof(float)] = (JsonSchemaType.Number, "float"),
        [typeof(double)] = (JsonSchemaType.Number, "double"),
        [typeof(decimal)] = (JsonSchemaType.Number, "double"),
        [typeof(Guid)] = (JsonSchemaType.String, "uuid"),
        [typeof(Uri)] = (JsonSchemaType.String, "uri"),
        [typeof(DateTimeOffset)] = (JsonSchemaType.String, "date-time"),
        [typeof(IFormFile)] = (JsonSchemaType.String, "binary"),
    };

    private readonly Dictionary<string, Type> _names = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, IOpenApiSchema> _components = new(StringComparer.Ordinal);

    /// <summary>Bytes as they are.</summary>
    internal static OpenApiSchema Bytes => new() { Type = JsonSchemaType.String, Format = "binary" };

    /// <summary>The schema of a type: in place if it is plain, else a reference to the component that this adds.</summary>
    internal IOpenApiSchema Of(Type type, OpenApiDocument document)
    {
        var bare = OptionParsers.Bare(type);
        if (Plain.TryGetValue(bare, out var plain))
        {
            return new OpenApiSchema { Type = plain.Type, Format = plain.Format };
        }

        if (bare.IsEnum)
        {
            return Component(bare, document, () => new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. OptionParsers.Names(bare).Keys.Select(n => (JsonNode)n)],
            });
        }

        var info = json.GetTypeInfo(bare);
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(info.ElementType!, document) },
            JsonTypeInfoKind.Dictionary => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(info.ElementType!, document) },
            JsonTypeInfoKind.Object => Component(bare, document, () => Members(info, document)),
            _ => new OpenApiSchema(),
        };
    }

    /// <summary>Every component so far, by name.</summary>
    internal IReadOnlyDictionary<string, IOpenApiSchema> Components => _components;

    /// <summary>What the attributes of a member, and its default, add to its schema.</summary>
    internal static IOpenApiSchema Hold(IOpenApiSchema schema, MemberInfo? member, object? defaultValue, JsonSerializerOptions json)
    {
        // What is a reference stays one; a default beside it is allowed from OpenAPI 3.1 on.
        if (schema is OpenApiSchemaReference reference)
        {
            reference.Default = defaultValue is null ? null : JsonSerializer.SerializeToNode(defaultValue, json);
            return reference;
        }

        var own = (OpenApiSchema)schema;
        own.Default = defaultValue is null ? null : JsonSerializer.SerializeToNode(defaultValue, json);
        if (member?.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            own.Minimum = Convert.ToString(range.Minimum, CultureInfo.InvariantCulture);
            own.Maximum = Convert.ToString(range.Maximum, CultureInfo.InvariantCulture);
        }

        if (member?.GetCustomAttribute<StringLengthAttribute>() is { } text)
        {
            (own.MinLength, own.MaxLength) = (text.MinimumLength, text.MaximumLength);
        }

        if (member?.GetCustomAttribute<LengthAttribute>() is { } length)
        {
            (own.MinLength, own.MaxLength, own.MinItems, own.MaxItems) = own.Type == JsonSchemaType.Array
                ? ((int?)null, (int?)null, (int?)length.MinimumLength, (int?)length.MaximumLength)
                : (length.MinimumLength, length.MaximumLength, null, null);
        }

        return own;
    }

    private OpenApiSchema Members(JsonTypeInfo info, OpenApiDocument document)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal),
            Required = new HashSet<string>(StringComparer.Ordinal),
        };
        foreach (var member in info.Properties.Where(p => p.Get is not null && p.AttributeProvider is PropertyInfo))
        {
            var property = (PropertyInfo)member.AttributeProvider!;
            var of = Of(member.PropertyType, document);
            of = Hold(of, property, member.AssociatedParameter is { HasDefaultValue: true } parameter ? parameter.DefaultValue : null, json);
            of = member.IsGetNullable || Nullable.GetUnderlyingType(member.PropertyType) is not null ? OrNull(of) : of;
            of.Description = comments.Of(property);
            schema.Properties[member.Name] = of;
            if (member.IsRequired)
            {
                schema.Required.Add(member.Name);
            }
        }

        return schema;
    }

    private static OpenApiSchema OrNull(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchema own)
        {
            own.Type |= JsonSchemaType.Null;
            return own;
        }

        return new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, schema] };
    }

    private OpenApiSchemaReference Component(Type type, OpenApiDocument document, Func<OpenApiSchema> make)
    {
        var name = NameOf(type);
        if (_names.TryAdd(name, type))
        {
            // The name is taken before the members are looked at: a type may hold itself.
            var schema = make();
            schema.Description = comments.Of(type);
            _components[name] = schema;
        }
        else if (_names[name] != type)
        {
            throw new InvalidOperationException($"Two types are called {name}: {_names[name]} and {type}. Clients know types by this name alone: rename one.");
        }

        return new OpenApiSchemaReference(name, document);
    }

    private static string NameOf(Type type)
    {
        if (!type.IsGenericType)
        {
            return type == typeof(Errors.ProblemBody) ? "Problem" : type.Name;
        }

        return type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)] + "Of" + string.Concat(type.GetGenericArguments().Select(a => Capital(NameOf(a))));
    }

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
