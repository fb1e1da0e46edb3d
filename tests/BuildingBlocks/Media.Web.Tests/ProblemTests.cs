using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Media.Testing.Hosting;
using Media.Web.Tests.Sample;

namespace Media.Web.Tests;

public sealed class ProblemTests(SampleHost host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/nothing/here", 404, "not_found")]
    [InlineData("GET", "/_test_url_cache_", 404, "not_found")]
    [InlineData("DELETE", "/v1/things", 405, "method_not_allowed")]
    [InlineData("OPTIONS", "/v1/things", 405, "method_not_allowed")]
    [InlineData("GET", "/v1/things/0198c0de-0000-7000-8000-00000000ffff", 404, "file_not_found")]
    [InlineData("GET", "/v1/things/not-an-id", 404, "file_not_found")]
    [InlineData("GET", "/v1/things?limit=501", 400, "option_out_of_range")]
    [InlineData("GET", "/v1/things?limit=0", 400, "option_out_of_range")]
    [InlineData("GET", "/v1/things?limit=many", 400, "option_out_of_range")]
    [InlineData("GET", "/v1/things?limit=1&limit=2", 400, "option_out_of_range")]
    [InlineData("GET", "/v1/things?colour=green", 400, "option_out_of_range")]
    [InlineData("GET", "/v1/things?colour=1", 400, "option_out_of_range")]
    [InlineData("GET", "/v1/things?from=yesterday", 400, "option_out_of_range")]
    [InlineData("GET", "/v1/things?from=2026-01-31T08:15:30", 400, "option_out_of_range")]
    [InlineData("GET", "/v1/things?counts=perhaps", 400, "option_out_of_range")]
    [InlineData("GET", "/v1/things?limti=5", 400, "option_unknown")]
    [InlineData("GET", "/v1/things?Limit=5", 400, "option_unknown")]
    [InlineData("GET", "/v1/whoami?x", 400, "option_unknown")]
    [InlineData("GET", "/v1/things?after=bad", 400, "cursor_invalid")]
    [InlineData("GET", "/v1/fail?how=documents", 503, "store_unavailable")]
    [InlineData("GET", "/v1/fail?how=blobs", 503, "store_unavailable")]
    [InlineData("GET", "/v1/fail?how=json", 500, "internal_error")]
    [InlineData("GET", "/v1/fail?how=other", 500, "internal_error")]
    [InlineData("GET", "/v1/fail?how=problem", 429, "queue_full")]
    [InlineData("POST", "/v1/things", 415, "body_type_unknown")]
    [InlineData("HEAD", "/v1/things", 405, null)]
    public async Task A_refusal_is_a_problem_with_a_code_and_a_trace(string method, string address, int status, string? code)
    {
        // What a browser's <img> sends: the reason is told all the same.
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Headers = { { "Accept", "image/png" } } };
        using var response = await host.Client.SendAsync(request, Stop);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType?.ToString().ShouldBe("application/problem+json");
        response.Headers.CacheControl?.NoStore.ShouldBe(true);
        response.Headers.Contains("Server").ShouldBeFalse();
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        if (code is not null)
        {
            var problem = await Read(response);
            problem.GetProperty("code").GetString().ShouldBe(code);
            problem.GetProperty("status").GetInt32().ShouldBe(status);
            problem.GetProperty("type").GetString().ShouldBe($"/problems/{code}");
            problem.GetProperty("traceId").GetString().ShouldNotBeNullOrEmpty();
            problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
            problem.ToString().ShouldNotContain("secret");
            problem.ToString().ShouldNotContain("Media.");
        }

        (status is 429 or 503).ShouldBe(response.Headers.RetryAfter is not null);
        (status == 405).ShouldBe(response.Content.Headers.Allow.Count > 0);
    }

    [Fact]
    public async Task An_unknown_option_is_named_and_the_known_ones_are_listed()
    {
        var problem = await Get("/v1/things?limti=5");
        problem.GetProperty("errors")[0].GetProperty("pointer").GetString().ShouldBe("limti");
        problem.GetProperty("detail").GetString()!.ShouldContain("limit");
    }

    [Theory]
    [InlineData("/v1/things?limit=501", "limit", "must be between 1 and 500.")]
    [InlineData("/v1/things?colour=green", "colour", "must be one of: red, darkBlue")]
    [InlineData("/v1/things?limit=x", "limit", "must be a whole number")]
    public async Task An_option_out_of_range_is_named_with_what_it_may_be(string address, string pointer, string detail)
    {
        var error = (await Get(address)).GetProperty("errors")[0];
        error.GetProperty("pointer").GetString().ShouldBe(pointer);
        error.GetProperty("detail").GetString().ShouldBe(detail);
    }

    [Theory]
    [InlineData("null", "body_invalid", null)]
    [InlineData("", "body_invalid", null)]
    [InlineData("{", "body_invalid", null)]
    [InlineData("[]", "body_invalid", "")]
    [InlineData("\"text\"", "body_invalid", "")]
    [InlineData("""{"name":"Lamp","weight":1,"colour":"red","size":5}""", "option_unknown", "/size")]
    [InlineData("""{"name":"Lamp","weight":1,"colour":"red","parts":[{"name":"a"},{"name":"b","tone":1}]}""", "option_unknown", "/parts/1/tone")]
    [InlineData("""{"Name":"Lamp","weight":1,"colour":"red"}""", "option_unknown", "/Name")]
    [InlineData("""{"weight":1,"colour":"red"}""", "body_invalid", "/name")]
    [InlineData("""{"name":null,"weight":1,"colour":"red"}""", "body_invalid", "/name")]
    [InlineData("""{"name":"Lamp","weight":"1","colour":"red"}""", "body_invalid", "/weight")]
    [InlineData("""{"name":"Lamp","weight":1,"colour":"green"}""", "body_invalid", "/colour")]
    [InlineData("""{"name":"Lamp","weight":1,"colour":1}""", "body_invalid", "/colour")]
    [InlineData("""{"name":"Lamp","weight":1,"weight":2,"colour":"red"}""", "body_invalid", "/weight")]
    [InlineData("""{"name":"Lamp","weight":1,"colour":"red","parts":[{"name":5}]}""", "body_invalid", "/parts/0/name")]
    [InlineData("""{"name":"Lamp","weight":1001,"colour":"red"}""", "option_out_of_range", "/weight")]
    [InlineData("""{"name":"Lamp","weight":1,"colour":"red","parts":[{"name":"a"},{"name":"b","count":0}]}""", "option_out_of_range", "/parts/1/count")]
    public async Task A_body_that_cannot_be_taken_is_refused_at_its_place(string body, string code, string? pointer)
    {
        using var response = await host.Client.PostAsync("/v1/things", new StringContent(body, Encoding.UTF8, "application/json"), Stop);
        var problem = await Read(response);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("code").GetString().ShouldBe(code, problem.ToString());
        problem.ToString().ShouldNotContain("System.");
        problem.ToString().ShouldNotContain("NewThing");
        problem.ToString().ShouldNotContain(".NET");
        if (pointer is not null)
        {
            problem.GetProperty("errors")[0].GetProperty("pointer").GetString().ShouldBe(pointer, problem.ToString());
        }
    }

    [Fact]
    public async Task A_body_of_another_type_or_charset_is_refused()
    {
        using var xml = await host.Client.PostAsync("/v1/things", new StringContent("<a/>", Encoding.UTF8, "application/xml"), Stop);
        xml.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await Read(xml)).GetProperty("code").GetString().ShouldBe("body_type_unknown");

        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=klingon");
        using var charset = await host.Client.PostAsync("/v1/things", content, Stop);
        (await Read(charset)).GetProperty("code").GetString().ShouldBe("body_type_unknown");
    }

    [Theory]
    [InlineData("/v1/things", 1 << 20, "body_too_large")]
    [InlineData("/v1/bytes", 4 << 20, "file_too_large")]
    [InlineData("/v1/describe", 1 << 20, "body_too_large")]
    public async Task A_body_over_the_limit_is_refused_with_the_endpoints_own_code(string address, int limit, string code)
    {
        using var content = new StringContent(new string(' ', limit + 1), Encoding.UTF8, "application/json");
        using var response = await host.Client.PostAsync(address, content, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await Read(response)).GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task A_file_that_is_json_or_a_form_reaches_an_endpoint_that_takes_bytes_untouched()
    {
        var json = new StringContent("""{"name":"from the body"}""", Encoding.UTF8, "application/json");
        (await Text(await host.Client.PostAsync("/v1/bytes?name=query", json, Stop))).ShouldBe("\"24 query \"");

        var form = new MultipartFormDataContent("edge") { { new StringContent("x"), "name" } };
        var length = (await form.ReadAsByteArrayAsync(Stop)).Length;
        (await Text(await host.Client.PostAsync("/v1/bytes", form, Stop))).ShouldBe($"\"{length}  \"");
    }

    [Fact]
    public async Task A_client_that_goes_away_is_no_error()
    {
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var answer = host.Client.GetAsync("/v1/fail?how=wait", impatient.Token);
        await Wait.Until(() => host.Log.Lines.Any(l => l.Contains("fail") && l.Contains("how=wait")));
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(answer);

        await Wait.Until(() => host.Log.Lines.Any(l => l.StartsWith("Debug: The request was aborted", StringComparison.Ordinal)));
        host.Log.Lines.ShouldNotContain(l => l.StartsWith("Error:", StringComparison.Ordinal) && l.Contains("Canceled"));
    }

    [Theory]
    [InlineData("POST /v1/bytes HTTP/1.1\r\nContent-Length: 100\r\n")]
    [InlineData("POST /v1/describe HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n")]
    public async Task A_body_that_is_cut_short_is_no_error_of_ours(string head)
    {
        var mark = Guid.NewGuid().ToString("N");
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, host.Address.Port, Stop);
            await client.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes($"{head.Replace(" HTTP", $"?name={mark} HTTP")}Host: a\r\nAuthorization: Bearer {host.Told.Single()}\r\n\r\n{{"), Stop);
            await Wait.Until(() => host.Log.Lines.Any(l => l.Contains("Request starting") && l.Contains(mark)));
        }

        await Wait.Until(() => host.Log.Lines.Any(l => l.Contains("Request finished") && l.Contains(mark)));
        host.Log.Lines.ShouldNotContain(l => l.StartsWith("Error:") && (l.Contains("/v1/bytes") || l.Contains("error handler") || l.Contains("end of request")));
    }

    [Fact]
    public async Task Options_are_read_as_the_description_says()
    {
        var page = await Get("/v1/things?limit=5&colour=darkBlue&from=2026-01-31T09:15:30%2B01:00&counts&label=a&label=b");
        page.GetProperty("items")[0].GetString().ShouldBe("5 DarkBlue 2026-01-31T08:15:30.0000000+00:00 True a+b");
        page.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Text(await host.Stranger.GetAsync("/i/a/b?any=1&thing", Stop))).ShouldBe("\"?any=1&thing\"");
    }

    [Fact]
    public async Task A_body_read_by_hand_is_as_strict()
    {
        using var good = await host.Client.PostAsync("/v1/describe", new StringContent("""{"name":"a"}""", Encoding.UTF8, "application/json"), Stop);
        (await Text(good)).ShouldBe("\"a\"");
        using var bad = await host.Client.PostAsync("/v1/describe", new StringContent("""{"nam":"a"}""", Encoding.UTF8, "application/json"), Stop);
        (await Read(bad)).GetProperty("code").GetString().ShouldBe("option_unknown");
    }

    [Fact]
    public async Task Times_are_written_in_utc_with_milliseconds_and_names_in_camel_case()
    {
        var thing = await Get($"/v1/things/{GetThing.Known}");
        thing.GetProperty("madeAt").GetString().ShouldBe("2026-01-31T08:15:30.250Z");
        thing.GetProperty("colour").GetString().ShouldBe("darkBlue");
    }

    private async Task<JsonElement> Get(string address) => await Read(await host.Client.GetAsync(address, Stop));

    private static async Task<JsonElement> Read(HttpResponseMessage response) => JsonDocument.Parse(await Text(response)).RootElement;

    private static Task<string> Text(HttpResponseMessage response) => response.Content.ReadAsStringAsync(Stop);
}
