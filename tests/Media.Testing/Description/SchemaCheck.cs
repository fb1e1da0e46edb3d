using System.Text.Json;

namespace Media.Testing.Description;

/// <summary>Holds JSON to a schema of the description: the part of JSON Schema that descriptions here use. Members that are not described are faults.</summary>
internal static class SchemaCheck
{
    internal static string? Fault(JsonElement document, JsonElement schema, JsonElement json, string at, bool open = false)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Fault(document, Resolve(document, reference.GetString()!), json, at, open);
        }

        if (schema.TryGetProperty("allOf", out var all))
        {
            return all.EnumerateArray().Select(s => Fault(document, s, json, at, open: true)).FirstOrDefault(f => f is not null);
        }

        if (schema.TryGetProperty("oneOf", out var one))
        {
            return one.EnumerateArray().Count(s => Fault(document, s, json, at) is null) == 1 ? null : $"{at} is none of what is described";
        }

        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(t => Is(t, json)))
        {
            return $"{at} is {json.ValueKind} and not {type}";
        }

        if (schema.TryGetProperty("enum", out var names) && json.ValueKind == JsonValueKind.String
            && !names.EnumerateArray().Any(n => n.ValueEquals(json.GetString())))
        {
            return $"{at} is {json}, which is not among those described";
        }

        return json.ValueKind switch
        {
            JsonValueKind.Object => Members(document, schema, json, at, open),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) =>
                json.EnumerateArray().Select((item, i) => Fault(document, items, item, $"{at}/{i}")).FirstOrDefault(f => f is not null),
            JsonValueKind.String when schema.TryGetProperty("format", out var format) => Format(format.GetString(), json, at),
            _ => null,
        };
    }

    private static string? Members(JsonElement document, JsonElement schema, JsonElement json, string at, bool open)
    {
        foreach (var required in schema.TryGetProperty("required", out var names) ? names.EnumerateArray() : default)
        {
            if (!json.TryGetProperty(required.GetString()!, out _))
            {
                return $"{at}/{required} is missing";
            }
        }

        foreach (var member in json.EnumerateObject())
        {
            var fault = schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out var known)
                ? Fault(document, known, member.Value, $"{at}/{member.Name}")
                : Extra(document, schema, member, at, open || properties.ValueKind == JsonValueKind.Undefined);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? Extra(JsonElement document, JsonElement schema, JsonProperty member, string at, bool open)
    {
        if (schema.TryGetProperty("additionalProperties", out var extra) && extra.ValueKind == JsonValueKind.Object)
        {
            return Fault(document, extra, member.Value, $"{at}/{member.Name}");
        }

        return open ? null : $"{at}/{member.Name} is not described";
    }

    private static string? Format(string? format, JsonElement json, string at)
    {
        var good = format switch
        {
            "uuid" => json.TryGetGuid(out _),
            "date-time" => json.TryGetDateTimeOffset(out _) && json.GetString()!.EndsWith('Z'),
            _ => true,
        };
        return good ? null : $"{at} is no {format}: {json}";
    }

    private static bool Is(string type, JsonElement json) => type switch
    {
        "null" => json.ValueKind == JsonValueKind.Null,
        "string" => json.ValueKind == JsonValueKind.String,
        "boolean" => json.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out _),
        "number" => json.ValueKind == JsonValueKind.Number,
        "array" => json.ValueKind == JsonValueKind.Array,
        "object" => json.ValueKind == JsonValueKind.Object,
        _ => false,
    };

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];

    private static JsonElement Resolve(JsonElement document, string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate(document, (at, name) => at.GetProperty(name));
}
