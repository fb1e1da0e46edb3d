using FastEndpoints;
using Media.Web.Errors;
using Microsoft.AspNetCore.Http;

namespace Media.Web.Requests;

/// <summary>
/// Refuses query parameters that the endpoint's request does not declare, by name: a misspelt option that is silently ignored
/// looks like a fault of the server.
/// </summary>
internal static class KnownOptions
{
    internal static Task Check(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Query.Count == 0
            || context.GetEndpoint() is not { } endpoint
            || endpoint.Metadata.GetMetadata<EndpointDefinition>() is not { } definition
            || endpoint.Metadata.GetMetadata<TakesAnyOption>() is not null)
        {
            return next(context);
        }

        var options = RequestShape.Of(definition.ReqDtoType).Query;
        ProblemError[] unknown = [.. context.Request.Query.Keys.Where(k => !options.ContainsKey(k)).Select(k => new ProblemError(Short(k), "is not known"))];
        if (unknown.Length > 0)
        {
            return Refusal.Write(context, ProblemCode.OptionUnknown, Takes(unknown[0].Pointer, options.Keys), unknown);
        }

        ProblemError[] twice =
        [
            .. context.Request.Query.Where(q => q.Value.Count > 1 && !OptionParsers.TakesMany(options[q.Key].Property.PropertyType))
                .Select(q => new ProblemError(q.Key, "must be given once")),
        ];
        return twice.Length > 0 ? Refusal.Write(context, ProblemCode.OptionOutOfRange, $"{twice[0].Pointer} must be given once.", twice) : next(context);
    }

    private static string Takes(string name, IEnumerable<string> known)
    {
        var list = string.Join(", ", known);
        return list.Length == 0 ? $"This address takes no options: leave out {name}." : $"{name} is not an option of this address. It takes: {list}.";
    }

    private static string Short(string name) => name.Length <= 100 ? name : string.Concat(name.AsSpan(0, 100), "…");
}

/// <summary>The endpoint reads the query itself, as it came.</summary>
internal sealed class TakesAnyOption
{
    internal static readonly TakesAnyOption Mark = new();
}
