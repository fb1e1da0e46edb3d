using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Media.Orchestration.Contracts;
using Media.Processing.Contracts;
using Media.Testing.Hosting;
using Media.Upload.Contracts;

namespace Media.Orchestration.Tests;

/// <summary>What people and programs are told of files, over HTTP.</summary>
public sealed class StatusTests(OrchestrationHost host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_step_stands_there_with_its_state_attempt_times_worker_and_progress()
    {
        var id = await host.Store();
        await host.Heard.Next<InspectFile>(c => c.FileId == id);
        await host.Emit(new StepProgressed(id, "default", StepName.Inspect, 1, 1, "w1", 0.5), Stop);
        await Wait.Until(async () => Step(await Status(id), "inspect").GetProperty("state").GetString() == "running");

        var status = await Status(id);
        status.GetProperty("id").GetGuid().ShouldBe(id);
        (status.GetProperty("state").GetString(), status.GetProperty("preset").GetString()).ShouldBe(("processing", "default"));
        status.GetProperty("progress").GetDouble().ShouldBe(0.125);
        status.GetProperty("endedAt").ValueKind.ShouldBe(JsonValueKind.Null);
        status.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("name").GetString()).ShouldBe(["inspect", "renditions", "detect", "publish"]);
        var inspect = Step(status, "inspect");
        (inspect.GetProperty("attempt").GetInt32(), inspect.GetProperty("maxAttempts").GetInt32()).ShouldBe((1, 3));
        (inspect.GetProperty("progress").GetDouble(), inspect.GetProperty("worker").GetString()).ShouldBe((0.5, "w1"));
        inspect.GetProperty("startedAt").GetDateTimeOffset().ShouldBeGreaterThanOrEqualTo(inspect.GetProperty("requestedAt").GetDateTimeOffset());
        inspect.GetProperty("dueAt").GetDateTimeOffset().ShouldBe(DateTimeOffset.UtcNow.AddSeconds(30), TimeSpan.FromSeconds(10));
        Step(status, "renditions").GetProperty("state").GetString().ShouldBe("waiting");
    }

    [Fact]
    public async Task Who_waits_is_answered_as_soon_as_the_file_is_final()
    {
        var id = await host.Store();
        var waiting = Status(id, "?wait=30");
        await host.Heard.Next<InspectFile>(c => c.FileId == id);
        waiting.IsCompleted.ShouldBeFalse();
        await host.Finish(id);
        var began = Stopwatch.GetTimestamp();
        var status = await waiting;
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        (status.GetProperty("state").GetString(), status.GetProperty("progress").GetDouble()).ShouldBe(("ready", 1));
        status.GetProperty("endedAt").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task Who_has_waited_long_enough_gets_the_state_as_it_is()
    {
        var id = await host.Store();
        var began = Stopwatch.GetTimestamp();
        (await Status(id, "?wait=0.4")).GetProperty("state").GetString().ShouldBe("processing");
        Stopwatch.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.39));
    }

    [Theory]
    [InlineData("?wait=61")]
    [InlineData("?wait=-1")]
    [InlineData("?wait=soon")]
    [InlineData("?patience=3")]
    public async Task A_wait_out_of_bounds_is_refused(string query)
    {
        using var answer = await host.Client.GetAsync($"/v1/files/{await host.Store()}/status{query}", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Code(answer)).ShouldBeOneOf("option_out_of_range", "option_unknown");
    }

    [Fact]
    public async Task Who_asks_before_the_news_came_waits_for_it()
    {
        var id = Guid.CreateVersion7();
        var asked = Status(id);
        await Task.Delay(50, Stop);
        asked.IsCompleted.ShouldBeFalse();
        await host.Emit(Others.Stored(id, "default", DateTimeOffset.UtcNow), Stop);
        (await asked).GetProperty("state").GetString().ShouldBe("processing");
    }

    [Fact]
    public async Task Another_tenants_file_one_that_is_purged_and_one_that_never_was_are_not_found()
    {
        var purged = await host.Store();
        await host.Emit(new FilePurging(purged, "default", 2), Stop);
        await host.Heard.Next<Delivery.Contracts.WithdrawFile>(c => c.FileId == purged);
        foreach (var id in new[] { await host.Store("other"), purged, Guid.CreateVersion7() })
        {
            using var answer = await host.Client.GetAsync($"/v1/files/{id}/status", Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await Code(answer)).ShouldBe("file_not_found");
        }
    }

    [Fact]
    public async Task Lists_are_by_state_reason_step_or_preset_newest_first_in_pages()
    {
        var failed = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            failed.Add(await host.Store());
            await host.Fail(failed[^1], "image_too_many_pixels");
            await Status(failed[^1], "?wait=20");
        }

        var seen = new List<Guid>();
        var next = "";
        do
        {
            var page = await Get($"/v1/status?reason=image_too_many_pixels&limit=2{next}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(f => f.GetProperty("id").GetGuid()));
            next = page.GetProperty("next").GetString() is { } cursor ? $"&after={cursor}" : null;
        }
        while (next is not null);

        seen.ShouldBe(Enumerable.Reverse(failed));
        (await Ids("/v1/status?state=failed&limit=100")).ShouldBeSubsetOf(await Ids("/v1/status?limit=200"));
        failed.ShouldBeSubsetOf(await Ids("/v1/status?state=failed&limit=100"));
        failed.ShouldBeSubsetOf(await Ids("/v1/status?step=inspect&limit=100"));
        failed.ShouldBeSubsetOf(await Ids("/v1/status?preset=default&limit=100"));
        (await Ids("/v1/status?state=ready&limit=100")).ShouldNotContain(failed[0]);
        var before = Uri.EscapeDataString((await Status(failed[2])).GetProperty("storedAt").GetString()!);
        var older = await Ids($"/v1/status?state=failed&limit=100&olderThan={before}");
        older.ShouldContain(failed[1]);
        older.ShouldNotContain(failed[2]);
    }

    [Fact]
    public async Task Counts_are_by_state_and_of_the_tenants_own()
    {
        var before = await Counts();
        await host.Finish(await host.Store());
        await host.Fail(await host.Store());
        await host.Store();
        await host.Store("other");
        await Wait.Until(async () => (await Counts()).Values.Sum() == before.Values.Sum() + 3);
        var after = await Counts();
        after.Keys.ShouldBe(["processing", "ready", "failed", "cancelled"]);
    }

    [Theory]
    [InlineData("?state=done", "option_out_of_range")]
    [InlineData("?state=failed&step=inspect", "option_out_of_range")]
    [InlineData("?after=nonsense", "cursor_invalid")]
    [InlineData("?colour=red", "option_unknown")]
    [InlineData("?limit=0", "option_out_of_range")]
    [InlineData("?olderThan=yesterday", "option_out_of_range")]
    public async Task A_list_asked_for_wrongly_is_refused_with_the_reason(string query, string code)
    {
        using var answer = await host.Client.GetAsync($"/v1/status{query}", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Code(answer)).ShouldBe(code);
    }

    [Fact]
    public async Task Cancel_answers_what_came_of_it_and_has_nothing_to_do_twice()
    {
        var id = await host.Store();
        await host.Heard.Next<InspectFile>(c => c.FileId == id);
        var status = await Post($"/v1/files/{id}/cancel", HttpStatusCode.Accepted);
        status.GetProperty("state").GetString().ShouldBe("cancelled");
        var inspect = Step(status, "inspect");
        (inspect.GetProperty("state").GetString(), inspect.GetProperty("reason").GetProperty("code").GetString()).ShouldBe(("cancelled", "cancelled"));
        (await host.Heard.Next<StopStep>(c => c.FileId == id)).Step.ShouldBe("inspect");
        (await Post($"/v1/files/{id}/cancel", HttpStatusCode.Conflict)).GetProperty("code").GetString().ShouldBe("conflict");
    }

    [Fact]
    public async Task A_failed_step_can_be_tried_again_and_what_hung_on_it_follows()
    {
        var id = await host.Store();
        await host.Fail(id);
        (await Status(id, "?wait=20")).GetProperty("state").GetString().ShouldBe("failed");
        foreach (var wrong in new[] { "renditions", "publish", "bake" })
        {
            await Post($"/v1/files/{id}/steps/{wrong}/retry", HttpStatusCode.Conflict);
        }

        (await Post($"/v1/files/{id}/steps/inspect/retry", HttpStatusCode.Accepted)).GetProperty("state").GetString().ShouldBe("processing");
        (await host.Heard.Next<InspectFile>(c => c.FileId == id && c.Attempt == 2)).Losses.ShouldBe(0);
        await host.Finish(id);
        (await Status(id, "?wait=20")).GetProperty("state").GetString().ShouldBe("ready");
    }

    [Fact]
    public async Task Reprocess_runs_every_step_anew_by_a_preset_that_exists()
    {
        var id = await host.Store();
        await host.Finish(id);
        (await Status(id, "?wait=20")).GetProperty("state").GetString().ShouldBe("ready");
        (await Post($"/v1/files/{id}/reprocess?preset=nope", HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("preset_unknown");
        (await Post($"/v1/files/{id}/reprocess", HttpStatusCode.Accepted)).GetProperty("state").GetString().ShouldBe("processing");
        (await host.Heard.Next<InspectFile>(c => c.FileId == id && c.Generation == 2)).Attempt.ShouldBe(1);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("reprocess")]
    [InlineData("steps/inspect/retry")]
    public async Task Another_tenants_file_takes_no_orders(string act)
    {
        var id = await host.Store("other");
        await host.Heard.Next<InspectFile>(c => c.FileId == id);
        (await Post($"/v1/files/{id}/{act}", HttpStatusCode.NotFound)).GetProperty("code").GetString().ShouldBe("file_not_found");
        using var stranger = await host.Stranger.PostAsync($"/v1/files/{id}/{act}", null, Stop);
        stranger.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static JsonElement Step(JsonElement status, string name) =>
        status.GetProperty("steps").EnumerateArray().Single(s => s.GetProperty("name").GetString() == name);

    private static async Task<string?> Code(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("code").GetString();

    private Task<JsonElement> Get(string address) => host.Client.GetFromJsonAsync<JsonElement>(address, Stop);

    private Task<JsonElement> Status(Guid id, string query = "") => Get($"/v1/files/{id}/status{query}");

    private async Task<List<Guid>> Ids(string address) =>
        [.. (await Get(address)).GetProperty("items").EnumerateArray().Select(f => f.GetProperty("id").GetGuid())];

    private async Task<Dictionary<string, long>> Counts() =>
        (await Get("/v1/status?counts=true")).GetProperty("counts").EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetInt64());

    private async Task<JsonElement> Post(string address, HttpStatusCode expected)
    {
        using var answer = await host.Client.PostAsync(address, null, Stop);
        answer.StatusCode.ShouldBe(expected);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }
}
