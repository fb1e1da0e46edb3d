using FastEndpoints;
using Microsoft.AspNetCore.Mvc;

namespace Media.Web;

/// <summary>What an endpoint says of itself in <c>Configure</c> beyond its types: for the interface's description, and for bare statuses.</summary>
public static class EndpointNotes
{
    /// <summary>
    /// The problems that this endpoint answers, beyond those that follow from what it declares (access, options, the body, the store).
    /// An id in the route that cannot be one is answered with the 404 named here, a body over the limit with the 413.
    /// </summary>
    public static void Refuses(this BaseEndpoint endpoint, params ProblemCode[] codes) => endpoint.Definition.Metadata(new Refuses(codes));

    /// <summary>A JSON answer that the return type does not tell. <c>Ok&lt;T&gt;</c>, <c>Created&lt;T&gt;</c>, <c>NoContent</c> and the like do.</summary>
    public static void Answers<T>(this BaseEndpoint endpoint, int status, string description) =>
        endpoint.Definition.Metadata(new Answers(status, description, typeof(T), "application/json"));

    /// <summary>An answer without a body (<c>304</c>), or with bytes of a type (<c>image/*</c>).</summary>
    public static void Answers(this BaseEndpoint endpoint, int status, string description, string? mediaType = null) =>
        endpoint.Definition.Metadata(new Answers(status, description, Type: null, mediaType));

    /// <summary>A header of the successful answers: Location, ETag, Repr-Digest.</summary>
    public static void AnswersHeader(this BaseEndpoint endpoint, string name, string description) =>
        endpoint.Definition.Metadata(new AnswersHeader(name, description));

    /// <summary>The body may be bytes of a type (<c>*/*</c>, <c>image/*</c>), which the endpoint reads itself.</summary>
    public static void TakesBytes(this BaseEndpoint endpoint, string mediaType) => endpoint.Definition.Metadata(new Takes(mediaType, Type: null));

    /// <summary>The body may be this JSON, which the endpoint reads itself by <see cref="Requests.JsonBody.ReadJson"/>.</summary>
    public static void TakesJson<T>(this BaseEndpoint endpoint) => endpoint.Definition.Metadata(new Takes("application/json", typeof(T)));

    /// <summary>The body may be multipart/form-data with these parts, which the endpoint reads itself; members of type <c>IFormFile</c> are files.</summary>
    public static void TakesForm<T>(this BaseEndpoint endpoint) => endpoint.Definition.Metadata(new Takes("multipart/form-data", typeof(T)));

    /// <summary>This endpoint takes a body of up to so many bytes; without this, 1 MiB.</summary>
    public static void TakesUpTo(this BaseEndpoint endpoint, long bytes) => endpoint.Definition.Metadata(new RequestSizeLimitAttribute(bytes));

    /// <summary>This endpoint reads the query itself: unknown options are not refused.</summary>
    public static void TakesAnyOption(this BaseEndpoint endpoint) => endpoint.Definition.Metadata(Requests.TakesAnyOption.Mark);
}

internal sealed record Refuses(IReadOnlyList<ProblemCode> Codes);

internal sealed record Answers(int Status, string Description, Type? Type, string? MediaType);

internal sealed record AnswersHeader(string Name, string Description);

internal sealed record Takes(string MediaType, Type? Type);
