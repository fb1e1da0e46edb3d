using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using FastEndpoints;

namespace Media.Web.Requests;

/// <summary>Where each member of a request record comes from: the one account of it that binding, refusals and the description share.</summary>
internal sealed class RequestShape
{
    private static readonly ConcurrentDictionary<Type, RequestShape> Known = new();

    private RequestShape(Type request)
    {
        Members = request == typeof(EmptyRequest)
            ? []
            : [.. request.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).Select(p => MemberOf(request, p))];
        Body = Members.SingleOrDefault(m => m.From == MemberFrom.Body);
        Query = Members.Where(m => m.From == MemberFrom.Query).ToDictionary(m => m.Name, StringComparer.Ordinal);
    }

    internal IReadOnlyList<RequestMember> Members { get; }

    /// <summary>The member that the JSON body becomes, if the request has one.</summary>
    internal RequestMember? Body { get; }

    internal IReadOnlyDictionary<string, RequestMember> Query { get; }

    /// <summary>
    /// What the binder may look at. Without a body member it must keep its hands off the body: left to itself it reads a file that happens to be JSON
    /// into the request record, and buffers a multipart upload whole.
    /// </summary>
    internal BindingSource Sources =>
        BindingSource.RouteValues | BindingSource.QueryParams | (Body is null ? BindingSource.Headers : BindingSource.Headers | BindingSource.JsonBody);

    internal static RequestShape Of(Type request) => Known.GetOrAdd(request, static type => new RequestShape(type));

    /// <summary>The member that a failure names, in whichever case the client wrote it.</summary>
    internal RequestMember? Find(string name) => Members.FirstOrDefault(m =>
        m.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || m.Property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static RequestMember MemberOf(Type request, PropertyInfo property)
    {
        var name = property.GetCustomAttribute<BindFromAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        if (property.IsDefined(typeof(RouteParamAttribute)))
        {
            return new RequestMember(name, MemberFrom.Route, property, IsRequired: true);
        }

        if (property.GetCustomAttribute<QueryParamAttribute>() is { } query)
        {
            return new RequestMember(name, MemberFrom.Query, property, query.IsRequired);
        }

        if (property.GetCustomAttribute<FromHeaderAttribute>() is { } header)
        {
            return new RequestMember(header.HeaderName ?? name, MemberFrom.Header, property, header.IsRequired);
        }

        if (property.IsDefined(typeof(FromBodyAttribute)))
        {
            return new RequestMember(name, MemberFrom.Body, property, IsRequired: true);
        }

        throw new InvalidOperationException(
            $"{request.Name}.{property.Name} must say where it comes from: [RouteParam], [QueryParam], [FromHeader] or [FromBody]. Left open, "
            + "it could be set from any of them.");
    }
}

/// <param name="Name">As clients write it.</param>
internal sealed record RequestMember(string Name, MemberFrom From, PropertyInfo Property, bool IsRequired);

internal enum MemberFrom
{
    Route,
    Query,
    Header,
    Body,
}
