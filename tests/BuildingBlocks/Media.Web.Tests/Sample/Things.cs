using System.ComponentModel.DataAnnotations;
using FastEndpoints;
using Media.Documents;
using Media.Web.Access;
using Media.Web.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using static Media.Web.Problems;

namespace Media.Web.Tests.Sample;

/// <summary>A thing, as clients see it.</summary>
/// <param name="Weight">Grams.</param>
public sealed record Thing(Guid Id, string Name, Colour Colour, double Weight, string? Note, DateTimeOffset MadeAt, IReadOnlyList<Part> Parts);

public sealed record Part(string Name, [property: Range(1, 9)] int Count = 1);

public enum Colour
{
    Red,
    DarkBlue,
}

public sealed record NewThing(string Name, [property: Range(0, 1000)] double Weight, Colour Colour, string? Note = null, IReadOnlyList<Part>? Parts = null);

internal sealed record ThingById([property: RouteParam] Guid Id);

/// <summary>One thing.</summary>
internal sealed class GetThing : Endpoint<ThingById, Results<Ok<Thing>, ProblemHttpResult>>
{
    internal static readonly Guid Known = Guid.Parse("0198c0de-0000-7000-8000-000000000001");

    internal static Thing Of(Guid id) => new(id, "Lamp", Colour.DarkBlue, 1.5, null, new DateTimeOffset(2026, 1, 31, 9, 15, 30, 250, TimeSpan.FromHours(1)), []);

    public override void Configure()
    {
        Get("/v1/things/{id}");
        Scopes(Scope.FilesRead);
        this.Refuses(ProblemCode.FileNotFound);
    }

    public override Task<Results<Ok<Thing>, ProblemHttpResult>> ExecuteAsync(ThingById request, CancellationToken ct)
    {
        HttpContext.Response.SetETag(7);
        return Task.FromResult<Results<Ok<Thing>, ProblemHttpResult>>(
            request.Id == Known ? TypedResults.Ok(Of(request.Id)) : Problem(ProblemCode.FileNotFound));
    }
}

internal sealed record ListThingsRequest : PageRequest
{
    /// <summary>Only things of this colour.</summary>
    [QueryParam]
    public Colour? Colour { get; init; }

    /// <summary>Made at or after this time.</summary>
    [QueryParam]
    public DateTimeOffset? From { get; init; }

    /// <summary>Only the names of things.</summary>
    [QueryParam]
    public bool Counts { get; init; }

    [QueryParam]
    public string[]? Label { get; init; }
}

internal sealed class ListThings(IDocuments<KeyDocument> documents) : Endpoint<ListThingsRequest, Results<Ok<Page<string>>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Get("/v1/things");
        Scopes(Scope.FilesRead, Scope.Manage);
        this.Refuses(ProblemCode.CursorInvalid);
    }

    public override async Task<Results<Ok<Page<string>>, ProblemHttpResult>> ExecuteAsync(ListThingsRequest request, CancellationToken ct) =>
        await documents.Page(KeyDocument.ByCreation.Where(), request, ct) is { } page
            ? TypedResults.Ok(page.Of(k => $"{request.Limit} {request.Colour} {request.From:O} {request.Counts} {string.Join('+', request.Label ?? [])}"))
            : Problem(ProblemCode.CursorInvalid);
}

internal sealed record AddThingRequest
{
    [FromBody]
    public required NewThing Body { get; init; }

    /// <summary>Whether to paint it.</summary>
    [QueryParam]
    public bool Paint { get; init; }
}

internal sealed class AddThing : Endpoint<AddThingRequest, Results<Created<Thing>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Post("/v1/things");
        Scopes(Scope.FilesWrite);
        this.Refuses(ProblemCode.Conflict);
        this.AnswersHeader("Location", "Where the thing is.");
    }

    public override Task<Results<Created<Thing>, ProblemHttpResult>> ExecuteAsync(AddThingRequest request, CancellationToken ct) =>
        Task.FromResult<Results<Created<Thing>, ProblemHttpResult>>(TypedResults.Created($"/v1/things/{GetThing.Known}",
            GetThing.Of(GetThing.Known) with { Name = request.Body.Name, Colour = request.Body.Colour, Weight = request.Body.Weight, Parts = request.Body.Parts ?? [] }));
}

internal sealed record ReplaceThingRequest
{
    [RouteParam]
    public Guid Id { get; init; }

    [FromHeader("If-Match", IsRequired = false)]
    public string? IfMatch { get; init; }

    [FromBody]
    public required NewThing Body { get; init; }
}

internal sealed class ReplaceThing : Endpoint<ReplaceThingRequest, Results<NoContent, ProblemHttpResult>>
{
    public override void Configure()
    {
        Put("/v1/things/{id}");
        Scopes(Scope.FilesWrite);
        this.Refuses(ProblemCode.FileNotFound, ProblemCode.PreconditionFailed);
    }

    public override Task<Results<NoContent, ProblemHttpResult>> ExecuteAsync(ReplaceThingRequest request, CancellationToken ct) =>
        Task.FromResult<Results<NoContent, ProblemHttpResult>>(
            HttpContext.Request.IfMatchFails(7) ? Problem(ProblemCode.PreconditionFailed) : TypedResults.NoContent());
}

internal sealed record PutBytesRequest
{
    [QueryParam]
    public string? Name { get; init; }
}

/// <summary>The same as a form.</summary>
public sealed record BytesForm(IFormFile File, string? Name = null);

/// <summary>Counts the bytes of any body.</summary>
internal sealed class PutBytes : Endpoint<PutBytesRequest, Results<Ok<string>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Post("/v1/bytes");
        Scopes(Scope.FilesWrite);
        this.TakesUpTo(4 << 20);
        this.TakesBytes("*/*");
        this.TakesForm<BytesForm>();
        this.Refuses(ProblemCode.FileTooLarge);
    }

    public override async Task<Results<Ok<string>, ProblemHttpResult>> ExecuteAsync(PutBytesRequest request, CancellationToken ct)
    {
        if (Digests.Read(HttpContext.Request.Headers, out var sha256) is { } refusal)
        {
            return refusal;
        }

        var buffer = new byte[64 << 10];
        long bytes = 0;
        for (int read; (read = await HttpContext.Request.Body.ReadAsync(buffer, ct)) > 0;)
        {
            bytes += read;
        }

        return TypedResults.Ok($"{bytes} {request.Name} {sha256}");
    }
}

/// <summary>A small body: pictures here would be any, JSON is read by hand.</summary>
internal sealed class Describe : Endpoint<PutBytesRequest, Results<Ok<string>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Post("/v1/describe");
        Scopes(Scope.Detections);
        this.TakesBytes("image/*");
        this.TakesUpTo(4 << 20);
        this.TakesJson<Part>();
    }

    public override async Task<Results<Ok<string>, ProblemHttpResult>> ExecuteAsync(PutBytesRequest request, CancellationToken ct) =>
        TypedResults.Ok((await HttpContext.Request.ReadJson<Part>(ct)).Name);
}

internal sealed record FailRequest
{
    [QueryParam]
    public string? How { get; init; }
}

internal sealed class Fail : Endpoint<FailRequest, Results<Ok<string>, ProblemHttpResult>>
{
    public override void Configure()
    {
        Get("/v1/fail");
        AllowAnonymous();
        this.Refuses(ProblemCode.StoreUnavailable, ProblemCode.QueueFull);
    }

    public override async Task<Results<Ok<string>, ProblemHttpResult>> ExecuteAsync(FailRequest request, CancellationToken ct)
    {
        switch (request.How)
        {
            case "documents":
                throw new DocumentsUnavailableException("secret-host:27017 refused");
            case "blobs":
                throw new Media.Blobs.BlobsUnavailableException("secret-bucket gone");
            case "json":
                throw new System.Text.Json.JsonException("secret document");
            case "wait":
                await Task.Delay(Timeout.Infinite, ct);
                break;
            case "problem":
                return Problem(ProblemCode.QueueFull);
            default:
                throw new InvalidOperationException("secret text");
        }

        return TypedResults.Ok("");
    }
}

internal sealed class SignedAddress : EndpointWithoutRequest<Ok<string>>
{
    public override void Configure()
    {
        Get("/i/{*path}");
        AllowAnonymous();
        this.TakesAnyOption();
    }

    public override Task<Ok<string>> ExecuteAsync(CancellationToken ct) => Task.FromResult(TypedResults.Ok(HttpContext.Request.QueryString.Value!));
}

internal sealed class Whoami : EndpointWithoutRequest<Ok<string>>
{
    public override void Configure()
    {
        Get("/v1/whoami");
        Scopes(Scope.Status);
    }

    public override Task<Ok<string>> ExecuteAsync(CancellationToken ct) => Task.FromResult(TypedResults.Ok(User.Tenant()));
}
