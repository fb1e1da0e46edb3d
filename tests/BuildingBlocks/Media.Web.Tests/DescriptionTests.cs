using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Media.Testing;
using Media.Testing.Description;
using Media.Web.Tests.Sample;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Media.Web.Tests;

/// <summary>Each answer of the other tests is held to the description as well: their clients see to it.</summary>
public sealed class DescriptionTests(SampleHost host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_the_stored_one()
    {
        var document = JsonNode.Parse(await Text())!;
        var code = document["components"]!["schemas"]!["Problem"]!["properties"]!["code"]!.AsObject();
        code["enum"]!.AsArray().Select(c => c!.GetValue<string>()).ShouldBe(ProblemCode.All.Select(c => c.Code), ignoreOrder: true);
        // A code that some module adds is no change of this sample.
        code.Remove("enum");
        await Should.NotThrowAsync(StoredDescription.Compare(
            document.ToJsonString(), SourceTree.At("tests", "BuildingBlocks", "Media.Web.Tests", "sample-openapi.json"), Stop));
    }

    [Fact]
    public async Task It_is_valid_and_every_reference_leads_somewhere()
    {
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(await Text()));
        var result = await OpenApiDocument.LoadAsync(text, "json", new OpenApiReaderSettings(), Stop);
        result.Diagnostic!.Errors.ShouldBeEmpty();
        result.Diagnostic.Warnings.ShouldBeEmpty();

        var document = JsonSerializer.Deserialize<JsonElement>(await Text());
        foreach (var reference in References(document))
        {
            reference.TrimStart('#', '/').Split('/').Aggregate(document, (at, name) => at.GetProperty(name)).ValueKind.ShouldBe(JsonValueKind.Object);
        }
    }

    [Fact]
    public async Task It_has_every_route_and_verb_and_each_operation_a_name_of_its_own()
    {
        var described = new Described(JsonSerializer.Deserialize<JsonElement>(await Text()));
        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText != "_test_url_cache_")
            .SelectMany(e => e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(m => $"{m} {e.RoutePattern.RawText!.Replace("*", "")}"));
        described.Operations.Select(o => $"{o.Method} {o.Path}").ShouldBe(routes, ignoreOrder: true);
        described.Operations.Select(o => o.Operation.GetProperty("operationId").GetString()).ShouldBeUnique();
    }

    [Fact]
    public async Task Bodies_options_and_headers_are_described()
    {
        var described = new Described(JsonSerializer.Deserialize<JsonElement>(await Text()));
        var bytes = described.Find("POST", "/v1/bytes")!.Value.GetProperty("requestBody").GetProperty("content");
        bytes.EnumerateObject().Select(c => c.Name).ShouldBe(["*/*", "multipart/form-data"]);

        var put = described.Find("PUT", "/v1/things/1")!.Value;
        put.GetProperty("parameters").EnumerateArray().Select(p => $"{p.GetProperty("in")} {p.GetProperty("name")}").ShouldBe(["path id", "header If-Match"]);
        put.GetProperty("responses").EnumerateObject().Select(r => r.Name).ShouldBe(["204", "400", "401", "403", "404", "408", "412", "413", "415", "500", "503"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("GET", "/v1/whoami", 200, "application/json", "5", "Number")]
    [InlineData("GET", "/v1/whoami", 409, "application/json", "\"a\"", "not described")]
    [InlineData("GET", "/v1/whoami", 200, "text/plain", null, "not described")]
    [InlineData("GET", "/v1/things", 200, "application/json", """{"items":[]}""", "missing")]
    [InlineData("GET", "/v1/things", 200, "application/json", """{"items":[],"next":null,"more":1}""", "not described")]
    [InlineData("GET", "/v1/things", 400, "application/problem+json", """{"type":"","title":"","status":1,"detail":"","traceId":"","code":"conflict"}""", "conflict")]
    [InlineData("GET", "/v1/elsewhere", 200, null, null, "not described")]
    public async Task An_answer_that_is_not_as_described_is_found(string method, string path, int status, string? mediaType, string? body, string fault)
    {
        var described = new Described(JsonSerializer.Deserialize<JsonElement>(await Text()));
        described.Fault(method, path, status, mediaType, body is null ? null : JsonSerializer.Deserialize<JsonElement>(body)).ShouldNotBeNull().ShouldContain(fault);
    }

    [Fact]
    public void A_copy_that_differs_is_told_with_the_place()
    {
        StoredDescription.Difference("""{"a":1}""", "{\n}\n").ShouldBe("Line 2: stored «}», served «\"a\": 1».");
        StoredDescription.Difference("""{"a":1}""", "{\n  \"a\": 1\n}\n").ShouldBeNull();
    }

    private static IEnumerable<string> References(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(p => p.Name == "$ref" ? [p.Value.GetString()!] : References(p.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private Task<string> Text() => host.Stranger.GetStringAsync("/openapi/v1.json", Stop);
}
