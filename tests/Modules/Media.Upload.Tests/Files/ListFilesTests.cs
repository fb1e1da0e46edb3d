using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using Media.Orchestration.Contracts;
using Media.Testing.Hosting;
using Media.Upload.Tests.Sample;

namespace Media.Upload.Tests.Files;

public sealed class ListFilesTests(UploadHost host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Pages_show_each_file_once_newest_first_while_others_come_and_go(int limit)
    {
        // Apart from other tests' files by their time.
        await Task.Delay(2, Stop);
        var from = DateTimeOffset.UtcNow;
        var mine = new List<Guid>();
        for (var i = 0; i < 20; i++)
        {
            mine.Add((await host.Client.Store()).Id);
        }

        var going = new Queue<Guid>(mine.Take(3));
        var seen = await host.Client.Everything($"?from={from:O}".Replace("+", "%2B", StringComparison.Ordinal), limit, async () =>
        {
            await host.Client.Store();
            if (going.TryDequeue(out var oldest))
            {
                (await host.Client.Delete(oldest)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            }
        });

        seen.Select(f => f.Id).ShouldBeUnique();
        seen.Select(f => f.CreatedAt).ShouldBeInOrder(SortDirection.Descending);
        var rest = mine.Skip(3).Reverse().ToList();
        seen.Select(f => f.Id).Where(rest.Contains).ShouldBe(rest);
    }

    [Fact]
    public async Task Filters_choose()
    {
        var text = await host.Client.Store();
        var picture = await (await host.Client.Send(Pictures.Png())).ShouldBeFile(HttpStatusCode.Created);
        await host.Emit(new FileStateChanged(picture.Id, "default", 1, "failed", 3, 2, null, []), Stop);
        await Wait.Until(async () => (await host.Find(picture.Id))!.Heard == 1);

        var pictures = await host.Client.Everything("?mediaType=image%2Fpng");
        pictures.ShouldContain(f => f.Id == picture.Id);
        pictures.ShouldAllBe(f => f.MediaType == "image/png");
        var failed = await host.Client.Everything("?state=failed");
        failed.ShouldContain(f => f.Id == picture.Id && f.Width == 3);
        failed.ShouldAllBe(f => f.State == "failed");
        (await host.Client.Everything("?state=processing")).ShouldContain(f => f.Id == text.Id);

        var at = picture.CreatedAt;
        (await host.Client.Everything($"?from={at.AddMilliseconds(1):yyyy-MM-ddTHH:mm:ss.fffZ}")).ShouldNotContain(f => f.Id == picture.Id);
        (await host.Client.Everything($"?to={at.AddMilliseconds(1):yyyy-MM-ddTHH:mm:ss.fffZ}")).ShouldContain(f => f.Id == picture.Id);
        (await host.Client.Everything("?from=2001-01-01T00:00:00Z&to=2001-01-01T00:00:00Z")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("?limit=0", "option_out_of_range")]
    [InlineData("?limit=501", "option_out_of_range")]
    [InlineData("?limit=many", "option_out_of_range")]
    [InlineData("?state=happy", "option_out_of_range")]
    [InlineData("?state=ready&mediaType=image/png", "option_out_of_range")]
    [InlineData("?trashed=true&state=ready", "option_out_of_range")]
    [InlineData("?from=yesterday", "option_out_of_range")]
    [InlineData("?colour=red", "option_unknown")]
    [InlineData("?after=", "cursor_invalid")]
    [InlineData("?after=rubbish", "cursor_invalid")]
    [InlineData("?after=%00%ff", "cursor_invalid")]
    [InlineData("?after=e30", "cursor_invalid")]
    [InlineData("?after=bnVsbA", "cursor_invalid")]
    public async Task What_cannot_be_is_refused(string query, string code) =>
        await (await host.Client.Ask(HttpMethod.Get, $"/v1/files{query}")).ShouldBeProblem(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task A_cursor_of_another_list_or_one_that_was_tampered_with_is_refused()
    {
        await host.Client.Store();
        await host.Client.Store();
        var cursor = (await host.Client.Page("?limit=1")).Next!;

        (await host.Client.Page($"?limit=2&after={cursor}")).Items.ShouldNotBeEmpty();
        await Refused($"?after={cursor}&mediaType=text/plain");
        await Refused($"?after={cursor}&from=2001-01-01T00:00:00Z");
        await Refused($"?after={cursor[..^4]}");
        var read = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Base64Url.DecodeFromChars(cursor))!;
        foreach (var (member, value) in new[] { ("Value", "{}"), ("Value", "[1]"), ("Value", "null"), ("Value", "1e400"), ("Id", "null"), ("Id", "7"), ("Query", "\"x\"") })
        {
            await Refused($"?after={Encoded(new(read) { [member] = JsonSerializer.Deserialize<JsonElement>(value) })}", mayWork: value == "1e400");
        }

        foreach (var member in read.Keys)
        {
            var less = new Dictionary<string, JsonElement>(read);
            less.Remove(member);
            await Refused($"?after={Encoded(less)}");
        }
    }

    private static string Encoded(Dictionary<string, JsonElement> cursor) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(cursor)));

    private async Task Refused(string query, bool mayWork = false)
    {
        var answer = await host.Client.Ask(HttpMethod.Get, $"/v1/files{query}");
        if (!mayWork || answer.StatusCode != HttpStatusCode.OK)
        {
            await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "cursor_invalid");
        }
    }
}
