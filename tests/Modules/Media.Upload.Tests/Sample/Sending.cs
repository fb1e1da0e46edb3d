using System.Net.Http.Headers;
using Media.Upload.Files;

namespace Media.Upload.Tests.Sample;

/// <summary>Ways to send a file.</summary>
internal static class Sending
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A name that no other test's file has.</summary>
    public static string NewName(string ending = "txt") => $"{Guid.NewGuid():N}.{ending}";

    /// <summary>Sends bytes as the body, with headers as they are, well formed or not.</summary>
    public static Task<HttpResponseMessage> Send(
        this HttpClient client, byte[] content, string query = "", string? type = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/files" + query) { Content = new ByteArrayContent(content) };
        request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        foreach (var (name, value) in headers)
        {
            (request.Headers.TryAddWithoutValidation(name, value) || request.Content.Headers.TryAddWithoutValidation(name, value)).ShouldBeTrue();
        }

        return client.SendAsync(request, Stop);
    }

    /// <summary>Sends a form as it is, well formed or not.</summary>
    public static Task<HttpResponseMessage> SendForm(this HttpClient client, string form, string query = "", string boundary = "cut") =>
        client.Send(
            System.Text.Encoding.UTF8.GetBytes(form.ReplaceLineEndings("\r\n")), query, headers: ("Content-Type", $"multipart/form-data; boundary={boundary}"));

    /// <summary>Stores a short text under a name.</summary>
    public static async Task<FileAnswer> Store(this HttpClient client, string? name = null, string content = "some text") =>
        await (await client.Send(System.Text.Encoding.UTF8.GetBytes(content), $"?name={Uri.EscapeDataString(name ?? NewName())}")).ShouldBeFile(System.Net.HttpStatusCode.Created);
}
