using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Media.Upload.Files;

namespace Media.Upload.Tests.Sample;

/// <summary>What was answered, held to what is expected.</summary>
internal static class Answered
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<FileAnswer> ShouldBeFile(this HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.OK)
    {
        answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync(Stop));
        return (await answer.Content.ReadFromJsonAsync<FileAnswer>(Stop))!;
    }

    /// <returns>The problem's detail.</returns>
    public static async Task<string> ShouldBeProblem(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync(Stop);
        answer.StatusCode.ShouldBe(status, text);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        problem.GetProperty("code").GetString().ShouldBe(code);
        return problem.GetProperty("detail").GetString()!;
    }
}
