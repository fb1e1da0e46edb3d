using System.Net;
using System.Text.Json;
using Media.Web.Access;
using Media.Web.Tests.Sample;

namespace Media.Web.Tests;

public sealed class AccessTests(SampleHost host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_key_is_told_once_has_every_scope_and_stands_in_no_log()
    {
        var key = host.Told.ShouldHaveSingleItem();
        (await host.Client.GetStringAsync("/v1/whoami", Stop)).ShouldBe("\"default\"");
        ApiKey.TryParse(key, out var parsed).ShouldBeTrue();
        (await host.KeyDocuments.Get(parsed.Id, Stop))!.Scopes.ShouldBe(Scope.All);
        host.Log.Lines.ShouldNotContain(l => l.Contains(parsed.Secret));
        JsonSerializer.Serialize(await host.KeyDocuments.Get(parsed.Id, Stop)).ShouldNotContain(parsed.Secret);
    }

    [Fact]
    public async Task Without_a_key_one_is_asked_for()
    {
        await Refused(host.Stranger, 401, "key_missing", "Bearer");
        using var basic = new HttpClient { BaseAddress = host.Address, DefaultRequestHeaders = { { "Authorization", "Basic YTpi" } } };
        await Refused(basic, 401, "key_missing", "Bearer");
    }

    [Theory]
    [InlineData("media_nobody_0123456789abcdef0123456789abcdef")]
    [InlineData("media_first_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("media__")]
    [InlineData("something")]
    public async Task A_key_that_nobody_gave_out_is_unknown(string key)
    {
        using var client = host.With(key);
        await Refused(client, 401, "key_unknown", "Bearer error=\"invalid_token\"");
    }

    [Fact]
    public async Task A_key_works_until_it_expires()
    {
        using var late = host.With((await host.NewKey(DateTimeOffset.UtcNow.AddSeconds(-1), Scope.Status)).Text);
        await Refused(late, 401, "key_expired", "Bearer error=\"invalid_token\"");

        using var early = host.With((await host.NewKey(DateTimeOffset.UtcNow.AddHours(1), Scope.Status)).Text);
        (await early.GetStringAsync("/v1/whoami", Stop)).ShouldBe("\"other\"");
    }

    [Fact]
    public async Task A_key_without_the_scope_is_told_which_one_is_needed()
    {
        using var client = host.With((await host.NewKey(null, Scope.FilesRead, Scope.Detections)).Text);
        var problem = await Refused(client, 403, "scope_missing", "Bearer error=\"insufficient_scope\", scope=\"status\"");
        problem.GetProperty("detail").GetString()!.ShouldContain("status");
        (await client.GetAsync("/v1/things", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK, "one of the endpoint's scopes is enough");
    }

    [Fact]
    public async Task Known_ids_and_unknown_ones_are_asked_for_once_in_a_while()
    {
        var documents = new MemoryDocuments<KeyDocument>();
        await documents.Insert(
            new KeyDocument { Id = "a", Tenant = "t", Name = "", Scopes = [], Hash = "", CreatedAt = DateTimeOffset.UnixEpoch }, Stop);
        using var keys = new Keys(documents);
        for (var i = 0; i < 20; i++)
        {
            (await keys.Find("a", Stop)).ShouldNotBeNull();
            (await keys.Find("b", Stop)).ShouldBeNull();
        }

        documents.Reads.ShouldBe(2);
        keys.Forget("a");
        await keys.Find("a", Stop);
        documents.Reads.ShouldBe(3);
    }

    [Theory]
    [InlineData("media_abc_0123456789abcdef0123456789abcdef", true)]
    [InlineData("media_a-B-3_0123456789abcdef_0123456789-abcdef", true)]
    [InlineData("media_abc_short", false)]
    [InlineData("media_a.b_0123456789abcdef0123456789abcdef", false)]
    [InlineData("media_abc_0123456789abcdef0123456789abcdef\n", false)]
    [InlineData("Media_abc_0123456789abcdef0123456789abcdef", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_key_has_one_form(string? text, bool good)
    {
        ApiKey.TryParse(text, out var key).ShouldBe(good);
        if (good)
        {
            key!.Text.ShouldBe(text);
            key.ToString().ShouldNotContain(key.Secret);
            key.Is(key.Hash).ShouldBeTrue();
            key.Is(ApiKey.New(key.Id).Hash).ShouldBeFalse();
        }
    }

    [Fact]
    public void A_malformed_first_key_is_refused_by_the_name_of_its_setting()
    {
        var result = new AccessSettingsCheck().Validate(null, new AccessSettings { FirstKey = "media_x_tooshort" });
        result.FailureMessage.ShouldStartWith("Media:Access:FirstKey must be media_{id}_{secret}");
        result.FailureMessage.ShouldNotContain("tooshort");
    }

    private static async Task<JsonElement> Refused(HttpClient client, int status, string code, string challenge)
    {
        using var response = await client.GetAsync("/v1/whoami", Stop);
        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.WwwAuthenticate.ToString().ShouldBe(challenge);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop)).RootElement;
        problem.GetProperty("code").GetString().ShouldBe(code);
        return problem;
    }
}
