using FastEndpoints;
using Media.Documents;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Upload.Files;

internal sealed record ListFilesRequest : PageRequest
{
    /// <summary>Only files in this state: processing, ready, failed or cancelled.</summary>
    [QueryParam]
    public string? State { get; init; }

    /// <summary>Only files of this media type, such as image/jpeg.</summary>
    [QueryParam]
    public string? MediaType { get; init; }

    /// <summary>Only files that were stored at this time or later.</summary>
    [QueryParam]
    public DateTimeOffset? From { get; init; }

    /// <summary>Only files that were stored at this time or earlier.</summary>
    [QueryParam]
    public DateTimeOffset? To { get; init; }

    /// <summary>What is in the trash, last in first, instead of what is not.</summary>
    [QueryParam]
    public bool Trashed { get; init; }
}

/// <summary>A tenant's files, newest first.</summary>
internal sealed class ListFiles(IDocuments<FileDocument> documents) : Endpoint<ListFilesRequest, Results<Ok<Page<FileAnswer>>, ProblemHttpResult>>
{
    private static readonly string[] States = ["processing", "ready", "failed", "cancelled"];

    public override void Configure()
    {
        Get("/v1/files");
        Scopes(Scope.FilesRead);
        this.Refuses(ProblemCode.CursorInvalid);
    }

    public override async Task<Results<Ok<Page<FileAnswer>>, ProblemHttpResult>> ExecuteAsync(ListFilesRequest request, CancellationToken stop)
    {
        if ((request.State is null ? 0 : 1) + (request.MediaType is null ? 0 : 1) + (request.Trashed ? 1 : 0) > 1)
        {
            return Problem(ProblemCode.OptionOutOfRange, "Send one of state, mediaType and trashed.");
        }

        if (request.State is { } state && !States.Contains(state))
        {
            var must = $"must be one of {string.Join(", ", States)}";
            return Problem(ProblemCode.OptionOutOfRange, $"state {must}.", [new ProblemError("state", must)]);
        }

        var query = Filter(request, User.Tenant()) with { Descending = true, From = request.From, To = request.To };
        return await documents.Page(query, request, stop) is { } page
            ? TypedResults.Ok(page.Of(FileAnswer.Of))
            : Problem(ProblemCode.CursorInvalid);
    }

    private static Query<FileDocument> Filter(ListFilesRequest request, string tenant) => request switch
    {
        { Trashed: true } => FileDocument.InTrash.Where(tenant),
        { State: { } state } => FileDocument.ByState.Where(tenant, state),
        { MediaType: { } type } => FileDocument.ByMediaType.Where(tenant, type),
        _ => FileDocument.Listed.Where(tenant),
    };
}
