using FastEndpoints;
using Media.Upload.Settle;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Upload.Files;

internal sealed record PatchFileRequest
{
    [RouteParam]
    public Guid Id { get; init; }

    [FromBody]
    public FilePatch Patch { get; init; } = null!;
}

/// <summary>What to change; members that are left out stay as they are.</summary>
internal sealed record FilePatch
{
    /// <summary>1 to 255 characters.</summary>
    public string? Name { get; init; }

    public bool? Starred { get; init; }

    /// <summary>Takes the place of all metadata: at most 64 entries, names of 1 to 100 characters, 8 KiB in all.</summary>
    public Dictionary<string, string>? Metadata { get; init; }
}

/// <summary>Changes a file's name, star and metadata.</summary>
internal sealed class PatchFile(FileChange changes) : Endpoint<PatchFileRequest, Results<Ok<FileAnswer>, ProblemHttpResult>>
{
    private const int MostEntries = 64;
    private const int LongestKey = 100;
    private const int LongestMetadata = 8 * 1024;

    public override void Configure()
    {
        Patch("/v1/files/{id}");
        Scopes(Scope.FilesWrite);
        this.AnswersHeader("ETag", "Of the file's document, for If-Match.");
        this.Refuses(ProblemCode.FileNotFound, ProblemCode.PreconditionFailed);
    }

    public override async Task<Results<Ok<FileAnswer>, ProblemHttpResult>> ExecuteAsync(PatchFileRequest request, CancellationToken stop)
    {
        var patch = request.Patch;
        var name = FileName.Clean(patch.Name);
        if (patch.Name is not null && name is null)
        {
            return Problem(ProblemCode.OptionOutOfRange, "Nothing is left of this name.", [new ProblemError("/name", "must have 1 to 255 visible characters")]);
        }

        if (patch.Metadata is { } metadata && !Fits(metadata))
        {
            const string must = "must have at most 64 entries, names of 1 to 100 characters, texts as values, 8 KiB in all";
            return Problem(ProblemCode.OptionOutOfRange, $"metadata {must}.", [new ProblemError("/metadata", must)]);
        }

        var (file, problem) = await changes.Apply(
            HttpContext.Request,
            request.Id,
            User.Tenant(),
            (f, _) =>
            {
                var renamed = name is not null && name != f.Name;
                if (!renamed && (patch.Starred ?? f.Starred) == f.Starred && (patch.Metadata is null || Same(patch.Metadata, f.Metadata)))
                {
                    return Owing.Nothing;
                }

                (f.Name, f.Starred, f.Metadata) = (name ?? f.Name, patch.Starred ?? f.Starred, patch.Metadata ?? f.Metadata);
                return new Owing(Changed: true, renamed ? Telling.ChangedSlot : null);
            },
            stop);
        if (file is null)
        {
            return Problem(problem!);
        }

        HttpContext.Response.SetETag(file.Edition);
        return TypedResults.Ok(FileAnswer.Of(file));
    }

    private static bool Same(Dictionary<string, string> one, Dictionary<string, string> other) =>
        one.Count == other.Count && one.All(m => other.TryGetValue(m.Key, out var value) && value == m.Value);

    private static bool Fits(Dictionary<string, string> metadata) =>
        metadata.Count <= MostEntries
        // A null value is none, whatever the type says: JSON's null comes through.
        && metadata.All(m => m is { Key.Length: > 0 and <= LongestKey, Value: not null })
        && metadata.Sum(m => m.Key.Length + m.Value.Length) <= LongestMetadata;
}
