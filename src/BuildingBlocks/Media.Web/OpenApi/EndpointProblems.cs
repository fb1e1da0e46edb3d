using FastEndpoints;
using Media.Web.Requests;

namespace Media.Web.OpenApi;

/// <summary>Every problem that an endpoint can answer: those it names, and those that follow from what it declares.</summary>
internal static class EndpointProblems
{
    internal static IEnumerable<IGrouping<int, ProblemCode>> Of(EndpointDefinition endpoint, RequestShape shape, IList<object> metadata) =>
        Codes(endpoint, shape, metadata).Distinct().OrderBy(c => c.Code, StringComparer.Ordinal).GroupBy(c => c.Status).OrderBy(g => g.Key);

    private static IEnumerable<ProblemCode> Codes(EndpointDefinition endpoint, RequestShape shape, IList<object> metadata)
    {
        var takes = metadata.OfType<Takes>().ToList();
        var takesJson = shape.Body is not null || takes.Exists(t => t.MediaType == "application/json");
        var takesBody = takesJson || takes.Count > 0;

        IEnumerable<(bool Holds, ProblemCode[] Codes)> follow =
        [
            (endpoint.AnonymousVerbs is null, [ProblemCode.KeyMissing, ProblemCode.KeyUnknown, ProblemCode.KeyExpired, ProblemCode.ScopeMissing, ProblemCode.StoreUnavailable]),
            (!metadata.OfType<TakesAnyOption>().Any(), [ProblemCode.OptionUnknown]),
            (shape.Members.Any(m => m.From != MemberFrom.Route), [ProblemCode.OptionOutOfRange]),
            (takesBody, [ProblemCode.BodyInvalid, ProblemCode.BodyTooSlow]),
            (takesJson, [ProblemCode.BodyTypeUnknown, ProblemCode.BodyTooLarge]),
            (true, [ProblemCode.InternalError]),
        ];
        return follow.Where(f => f.Holds).SelectMany(f => f.Codes).Concat(metadata.OfType<Refuses>().SelectMany(r => r.Codes));
    }
}
