using System.Text;

namespace Media.Upload.Tests.Sample;

/// <summary>Ways to ask for a file and to change it.</summary>
internal static class Asking
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> Ask(this HttpClient client, HttpMethod method, string address, string? json = null, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(method, address) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch).ShouldBeTrue();
        }

        return client.SendAsync(request, Stop);
    }

    public static Task<HttpResponseMessage> Get(this HttpClient client, Guid id) => client.Ask(HttpMethod.Get, $"/v1/files/{id}");

    public static Task<HttpResponseMessage> Patch(this HttpClient client, Guid id, string json, string? ifMatch = null) =>
        client.Ask(HttpMethod.Patch, $"/v1/files/{id}", json, ifMatch);

    public static Task<HttpResponseMessage> Delete(this HttpClient client, Guid id, string query = "", string? ifMatch = null) =>
        client.Ask(HttpMethod.Delete, $"/v1/files/{id}{query}", ifMatch: ifMatch);

    public static Task<HttpResponseMessage> Restore(this HttpClient client, Guid id, string? ifMatch = null) =>
        client.Ask(HttpMethod.Post, $"/v1/files/{id}/restore", ifMatch: ifMatch);
}
