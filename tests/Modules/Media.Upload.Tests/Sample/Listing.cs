using System.Net;
using System.Net.Http.Json;
using Media.Documents;
using Media.Upload.Files;

namespace Media.Upload.Tests.Sample;

/// <summary>Lists of files.</summary>
internal static class Listing
{
    public static async Task<Page<FileAnswer>> Page(this HttpClient client, string query)
    {
        var answer = await client.Ask(HttpMethod.Get, $"/v1/files{query}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.Content.ReadFromJsonAsync<Page<FileAnswer>>(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Page after page, and what happens between them.</summary>
    public static async Task<IReadOnlyList<FileAnswer>> Everything(this HttpClient client, string query, int limit = 500, Func<Task>? between = null)
    {
        var found = new List<FileAnswer>();
        var first = $"{query}{(query.Length == 0 ? "?" : "&")}limit={limit}";
        var page = await client.Page(first);
        while (true)
        {
            page.Items.Count.ShouldBeLessThanOrEqualTo(limit);
            found.AddRange(page.Items);
            if (page.Next is null)
            {
                return found;
            }

            await (between?.Invoke() ?? Task.CompletedTask);
            page = await client.Page($"{first}&after={page.Next}");
        }
    }
}
