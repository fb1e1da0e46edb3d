using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Media.Delivery.Tests.Sample;

internal static class Answered
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Sends a request with headers as they are, well formed or not.</summary>
    public static Task<HttpResponseMessage> Ask(this HttpClient client, HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        return client.SendAsync(request, Stop);
    }

    public static Task<HttpResponseMessage> Ask(this HttpClient client, string address, params (string Name, string Value)[] headers) =>
        client.Ask(HttpMethod.Get, address, headers);

    public static Task<byte[]> Bytes(this HttpResponseMessage answer) => answer.Content.ReadAsByteArrayAsync(Stop);

    public static string? Header(this HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    public static async Task ShouldBeProblem(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("code").GetString().ShouldBe(code);
    }
}
