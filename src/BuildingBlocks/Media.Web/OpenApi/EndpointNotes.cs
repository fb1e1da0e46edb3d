using FastEndpoints;
using Microsoft.AspNetCore.Mvc;

namespace Media.Web;

/// <summary>What an endpoint says of itself in <c>Configure</c>, for the interface's description and for bare statuses.</summary>
public static class EndpointNotes
{
    /// <summary>
    /// The problems that this endpoint answers, beyond those that follow from what it declares (access, options, the body, the store).
    /// An id in the route that cannot be one is answered with the 404 named here.
    /// </summary>
    public static void Refuses(this BaseEndpoint endpoint, params ProblemCode[] codes) => endpoint.Definition.Metadata(new Refuses(codes));

    /// <summary>This endpoint takes a body of up to so many bytes; without this, 1 MiB.</summary>
    public static void TakesUpTo(this BaseEndpoint endpoint, long bytes) => endpoint.Definition.Metadata(new RequestSizeLimitAttribute(bytes));

    /// <summary>This endpoint reads the query itself: unknown options are not refused.</summary>
    public static void TakesAnyOption(this BaseEndpoint endpoint) => endpoint.Definition.Metadata(Requests.TakesAnyOption.Mark);
}

internal sealed record Refuses(IReadOnlyList<ProblemCode> Codes);
