using System.Net.Mime;
using FastEndpoints;
using Media.Upload.Files;
using Media.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Media.Upload.Receive;

internal sealed record PostFileRequest
{
    /// <summary>What to call the file; else the Content-Disposition header names it.</summary>
    [QueryParam]
    public string? Name { get; init; }

    /// <summary>Name of the preset that says which steps run.</summary>
    [QueryParam]
    public string? Preset { get; init; }

    /// <summary>on, off, or the names of the wanted renditions with commas between.</summary>
    [QueryParam]
    public string? Renditions { get; init; }

    /// <summary>on or off.</summary>
    [QueryParam]
    public string? Transcode { get; init; }

    /// <summary>on or off.</summary>
    [QueryParam]
    public string? Detect { get; init; }

    /// <summary>on or off.</summary>
    [QueryParam]
    public string? Enhance { get; init; }
}

/// <summary>The parts of a form that brings a file; those beside it come before it, since it is stored as it comes.</summary>
internal sealed record PostFileForm
{
    public string? Name { get; init; }

    public string? Preset { get; init; }

    public string? Renditions { get; init; }

    public string? Transcode { get; init; }

    public string? Detect { get; init; }

    public string? Enhance { get; init; }

    public required IFormFile File { get; init; }
}

/// <summary>Takes a file in: its bytes as the body, or as the part <c>file</c> of a form. 201 once they are safe.</summary>
internal sealed class PostFile(Acceptance acceptance, IOptions<UploadSettings> settings, PresetNames presets)
    : Endpoint<PostFileRequest, Results<Created<FileAnswer>, ProblemHttpResult>>
{
    // The parts beside the file, and what separates them.
    private const long FormOverhead = 1024 * 1024;

    public override void Configure()
    {
        Post("/v1/files");
        Scopes(Scope.FilesWrite);
        this.TakesBytes("*/*");
        this.TakesForm<PostFileForm>();
        this.TakesUpTo(settings.Value.MaxBytes + FormOverhead);
        this.AnswersHeader(HeaderNames.Location, "Address of the file.");
        this.AnswersHeader(HeaderNames.ETag, "Of the file's document, for If-Match.");
        this.AnswersHeader("Repr-Digest", "SHA-256 of the bytes as they were stored (RFC 9530).");
        this.Refuses(
            ProblemCode.FileTooLarge, ProblemCode.FileEmpty, ProblemCode.LengthMismatch, ProblemCode.DigestMismatch, ProblemCode.MediaTypeNotAllowed,
            ProblemCode.MediaTypeContradictsContent, ProblemCode.ImageTooManyPixels, ProblemCode.ImageCorrupt, ProblemCode.PresetUnknown);
    }

    public override async Task<Results<Created<FileAnswer>, ProblemHttpResult>> ExecuteAsync(PostFileRequest request, CancellationToken stop)
    {
        if (Digests.Read(HttpContext.Request.Headers, out var sha256) is { } unreadable)
        {
            return unreadable;
        }

        var options = new FileOptions(request);
        return IsForm(HttpContext.Request) ? await FromForm(options, sha256, stop) : await FromBody(options, sha256, stop);
    }

    private async Task<Results<Created<FileAnswer>, ProblemHttpResult>> FromBody(FileOptions options, string? sha256, CancellationToken stop)
    {
        var request = HttpContext.Request;
        options.OfferName(NameIn(request.Headers.ContentDisposition));
        return await Receive(options, request.ContentType, request.ContentLength, sha256, request.Body, _ => Task.FromResult<Accepted?>(null), stop);
    }

    private async Task<Results<Created<FileAnswer>, ProblemHttpResult>> FromForm(FileOptions options, string? sha256, CancellationToken stop)
    {
        using var form = new FileForm(HttpContext.Request, sha256);
        while (await form.Next(stop) is { } part)
        {
            if (part.Name != "file")
            {
                if (options.Take(part) is { } wrong)
                {
                    return wrong;
                }

                continue;
            }

            if (Digests.Read(part.Headers, out var ofPart) is { } unreadable)
            {
                return unreadable;
            }

            options.OfferName(part.FileName);
            return await FileForm.Reading(() => Receive(options, part.Headers.ContentType, part.Headers.ContentLength, ofPart, part.Content, form.End, stop));
        }

        return Problem(ProblemCode.BodyInvalid, "The form has no part named file.");
    }

    private async Task<Results<Created<FileAnswer>, ProblemHttpResult>> Receive(
        FileOptions options, string? contentType, long? length, string? sha256, Stream content, Func<CancellationToken, Task<Accepted?>> end, CancellationToken stop)
    {
        if (options.Read(presets, out var preset, out var switches) is { } wrong)
        {
            return wrong;
        }

        var name = FileName.Clean(options.Name) ?? "upload";
        var declared = ContentType.TryParse(contentType);
        var accepted = await acceptance.Receive(new Coming(User.Tenant(), name, declared, length, sha256, preset, switches), content, end, stop);
        if (accepted.File is not { } file)
        {
            return Problem(accepted.Problem!, accepted.Detail);
        }

        HttpContext.Response.SetETag(file.Edition);
        HttpContext.Response.Headers["Repr-Digest"] = Digests.Format(file.Sha256!);
        return TypedResults.Created($"/v1/files/{file.Id}", FileAnswer.Of(file));
    }

    private static bool IsForm(HttpRequest request) =>
        request.ContentType?.StartsWith(MediaTypeNames.Multipart.FormData, StringComparison.OrdinalIgnoreCase) == true;

    private static string? NameIn(string? disposition) => ContentDispositionHeaderValue.TryParse(disposition, out var parsed)
        ? (parsed.FileNameStar.HasValue ? parsed.FileNameStar : HeaderUtilities.RemoveQuotes(parsed.FileName)).ToString()
        : null;
}
