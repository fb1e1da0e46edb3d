using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Media.Documents;
using Media.Messaging.DeadLetters;
using Media.Testing.Hosting;
using Media.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Orchestration.Tests.DeadLetters;

/// <summary>What operators see and do of messages that were refused, over HTTP.</summary>
public sealed class DeadLetterTests(OrchestrationHost host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IDocuments<DeadLetter> Letters => host.Services.GetRequiredService<IDocuments<DeadLetter>>();

    [Fact]
    public async Task A_refused_message_is_listed_with_its_reason_and_shown_with_its_body()
    {
        var file = Guid.CreateVersion7();
        var id = await Refuse(file);
        var listed = (await Get("/v1/dead-letters?limit=500")).GetProperty("items").EnumerateArray().Single(l => l.GetProperty("id").GetString() == id);
        listed.GetProperty("endpoint").GetString().ShouldBe(Picky.Endpoint);
        listed.GetProperty("reason").GetString().ShouldBe("InvalidOperationException: It is bitter.");
        listed.GetProperty("repeats").GetInt32().ShouldBe(0);
        (listed.GetProperty("keptUntil").GetDateTimeOffset() - listed.GetProperty("lastAt").GetDateTimeOffset()).ShouldBe(TimeSpan.FromDays(30));

        var letter = await Get($"/v1/dead-letters/{id}");
        letter.GetProperty("body").GetString()!.ShouldContain(file.ToString());
        (letter.GetProperty("whole").GetBoolean(), letter.GetProperty("length").GetInt64()).ShouldBe((true, letter.GetProperty("body").GetString()!.Length));
        letter.GetProperty("messageType").GetString().ShouldBe("urn:message:Media.Orchestration.Tests.DeadLetters:Bitter");
        letter.GetProperty("replayedAt").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_list_is_in_pages_last_refused_first_and_of_one_endpoint_where_that_is_asked_for()
    {
        var endpoint = $"paged.{Guid.NewGuid():n}";
        var now = DateTimeOffset.UtcNow;
        foreach (var minutes in Enumerable.Range(0, 5))
        {
            await Put($"{endpoint}-{minutes}", endpoint, now.AddMinutes(-minutes));
        }

        await Put($"{endpoint}-replayed", endpoint, now, replayed: true);
        var seen = new List<string?>();
        var next = "";
        do
        {
            var page = await Get($"/v1/dead-letters?endpoint={endpoint}&limit=2{next}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(l => l.GetProperty("id").GetString()));
            next = page.GetProperty("next").GetString() is { } cursor ? $"&after={cursor}" : null;
        }
        while (next is not null);
        seen.ShouldBe(Enumerable.Range(0, 5).Select(minutes => $"{endpoint}-{minutes}"));
    }

    [Theory]
    [InlineData("?after=nonsense", "cursor_invalid")]
    [InlineData("?limit=501", "option_out_of_range")]
    [InlineData("?colour=red", "option_unknown")]
    public async Task A_list_asked_for_wrongly_is_refused_with_the_reason(string query, string code)
    {
        using var answer = await host.Client.GetAsync($"/v1/dead-letters{query}", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Code(answer)).ShouldBe(code);
    }

    [Fact]
    public async Task A_replay_after_the_fix_hands_the_message_over_and_the_letter_leaves_the_list()
    {
        var file = Guid.CreateVersion7();
        var id = await Refuse(file);
        host.Picky.Mend(file);
        using var answer = await host.Client.PostAsync($"/v1/dead-letters/{id}/replay", null, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Location!.ToString().ShouldBe($"/v1/dead-letters/{id}");
        await Wait.Until(() => host.Picky.Taken.Any(t => t.FileId == file));
        (await Listed(id)).ShouldBeFalse();
        (await Get($"/v1/dead-letters/{id}")).GetProperty("replayedAt").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task What_is_refused_again_after_a_replay_comes_back_and_is_counted()
    {
        var id = await Refuse(Guid.CreateVersion7());
        using var answer = await host.Client.PostAsync($"/v1/dead-letters/{id}/replay", null, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Wait.Until(async () => (await Get($"/v1/dead-letters/{id}")).GetProperty("repeats").GetInt32() == 1);
        (await Listed(id)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_cannot_be_replayed_is_refused_and_stays()
    {
        var id = Guid.NewGuid().ToString("n");
        await Put(id, "elsewhere.message", DateTimeOffset.UtcNow);
        using var answer = await host.Client.PostAsync($"/v1/dead-letters/{id}/replay", null, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        problem.GetProperty("code").GetString().ShouldBe("dead_letter_not_replayable");
        problem.GetProperty("detail").GetString()!.ShouldContain("elsewhere.message is not heard");
        (await Listed(id)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_not_text_is_shown_in_base64()
    {
        var id = Guid.NewGuid().ToString("n");
        await Put(id, "bytes.message", DateTimeOffset.UtcNow, bytes: [0xff, 0x00]);
        var letter = await Get($"/v1/dead-letters/{id}");
        letter.GetProperty("bytes").GetBytesFromBase64().ShouldBe([0xff, 0x00]);
        letter.GetProperty("body").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_letter_is_let_go_of_unless_it_has_changed_since_it_was_read()
    {
        var id = await Refuse(Guid.CreateVersion7());
        using var read = await host.Client.GetAsync($"/v1/dead-letters/{id}", Stop);
        (await Delete(id, "\"77\"")).ShouldBe((HttpStatusCode.PreconditionFailed, "precondition_failed"));
        (await Listed(id)).ShouldBeTrue();
        (await Delete(id, read.Headers.ETag!.Tag)).ShouldBe((HttpStatusCode.NoContent, null));
        (await Listed(id)).ShouldBeFalse();
        (await Delete(id, null)).ShouldBe((HttpStatusCode.NotFound, "dead_letter_not_found"));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/replay")]
    public async Task A_letter_that_is_not_there_is_not_found(string method, string act)
    {
        using var answer = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/v1/dead-letters/{Guid.NewGuid():n}{act}"), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Code(answer)).ShouldBe("dead_letter_not_found");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/x")]
    [InlineData("DELETE", "/x")]
    [InlineData("POST", "/x/replay")]
    public async Task Only_a_key_that_may_operate_sees_and_moves_letters(string method, string act)
    {
        var tenants = await host.WithScopes(Stop, [.. Scope.All.Where(s => s != Scope.Operate)]);
        using var refused = await tenants.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/v1/dead-letters{act}"), Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Code(refused)).ShouldBe("scope_missing");

        using var stranger = await host.Stranger.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/v1/dead-letters{act}"), Stop);
        stranger.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        var operators = await host.WithScopes(Stop, Scope.Operate);
        using var allowed = await operators.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/v1/dead-letters{act}"), Stop);
        allowed.StatusCode.ShouldBe(act.Length == 0 ? HttpStatusCode.OK : HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Letters_go_by_themselves_after_thirty_days_and_a_day_after_a_replay()
    {
        var (old, replayed, kept) = ($"{Guid.NewGuid():n}", $"{Guid.NewGuid():n}", $"{Guid.NewGuid():n}");
        await Put(old, "old.message", DateTimeOffset.UtcNow.AddDays(-30).AddMinutes(-1));
        await Put(replayed, "old.message", DateTimeOffset.UtcNow.AddDays(-1).AddMinutes(-1), replayed: true);
        await Put(kept, "old.message", DateTimeOffset.UtcNow.AddDays(-30).AddHours(1));
        await Wait.Until(async () => await Letters.Get(old, Stop) is null && await Letters.Get(replayed, Stop) is null);
        (await Listed(kept)).ShouldBeTrue();
    }

    private async Task<string> Refuse(Guid file)
    {
        await host.Emit(new Bitter(file, 1, "a note"), Stop);
        string? id = null;
        await Wait.Until(async () =>
        {
            var page = await Letters.Query(DeadLetter.ListedByEndpoint.Where(Picky.Endpoint) with { Limit = 500 }, Stop);
            id = page.Items.FirstOrDefault(l => l.Body.Contains(file.ToString(), StringComparison.Ordinal))?.Id;
            return id is not null;
        });
        return id!;
    }

    private async Task Put(string id, string endpoint, DateTimeOffset at, bool replayed = false, byte[]? bytes = null) => await Letters.Insert(
        new DeadLetter
        {
            Id = id,
            Endpoint = endpoint,
            MessageType = "urn:message:Test:Message",
            Body = bytes is null ? "{}" : "",
            Bytes = bytes,
            Length = 2,
            Reason = "for a test",
            FirstAt = at,
            LastAt = at,
            ReplayedAt = replayed ? at : null,
        },
        Stop);

    private async Task<bool> Listed(string id) =>
        (await Get("/v1/dead-letters?limit=500")).GetProperty("items").EnumerateArray().Any(l => l.GetProperty("id").GetString() == id);

    private async Task<(HttpStatusCode Status, string? Code)> Delete(string id, string? etag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/v1/dead-letters/{id}");
        if (etag is not null)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue(etag));
        }

        using var answer = await host.Client.SendAsync(request, Stop);
        return (answer.StatusCode, answer.IsSuccessStatusCode ? null : await Code(answer));
    }

    private static async Task<string?> Code(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("code").GetString();

    private Task<JsonElement> Get(string address) => host.Client.GetFromJsonAsync<JsonElement>(address, Stop);
}
