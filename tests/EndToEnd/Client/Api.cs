using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace Media.EndToEnd.Tests.Client;

/// <summary>The interface as a stranger's program would use it: addresses and JSON, nothing of the host's own types.</summary>
internal sealed class Api(HttpClient http)
{
    /// <summary>For what has no method here.</summary>
    public HttpClient Http => http;

    /// <summary>Uploads bytes as the body and expects 201.</summary>
    public async Task<StoredFile> Upload(byte[] bytes, string name, string mediaType, CancellationToken stop)
    {
        using var answer = await Post(bytes, name, mediaType, stop);
        var text = await answer.Content.ReadAsStringAsync(stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, text);
        return JsonSerializer.Deserialize<StoredFile>(text, JsonSerializerOptions.Web)!;
    }

    public async Task<HttpResponseMessage> Post(byte[] bytes, string name, string mediaType, CancellationToken stop)
    {
        using var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = new(mediaType);
        return await http.PostAsync(new Uri($"/v1/files?name={Uri.EscapeDataString(name)}", UriKind.Relative), body, stop);
    }

    /// <summary>The status once it is final, or as it is after <paramref name="wait"/> seconds.</summary>
    public async Task<Status> Status(Guid id, int wait, CancellationToken stop) =>
        await Get<Status>($"/v1/files/{id}/status?wait={wait}", stop);

    /// <summary>Waits until every step of the file is final.</summary>
    public async Task<Status> Final(Guid id, TimeSpan limit, CancellationToken stop)
    {
        Status? status = null;
        await Hosting.Until.True(
            async () =>
            {
                status = await Status(id, wait: 5, stop);
                return status.IsFinal;
            },
            limit,
            () => $"Not final after {limit.TotalSeconds} s: {status}",
            stop);
        return status!;
    }

    /// <summary>Waits until the file is ready; any other end is a failure that shows every step.</summary>
    public async Task<Status> Ready(Guid id, CancellationToken stop)
    {
        var status = await Final(id, TimeSpan.FromSeconds(60), stop);
        status.State.ShouldBe("ready", status.ToString());
        return status;
    }

    /// <summary>
    /// Waits until all of these files are ready. One that was stored a moment ago may not be known yet, and the module that knows may be away.
    /// </summary>
    /// <param name="otherwise">Told how many are not, after the limit.</param>
    public async Task AllReady(IEnumerable<Guid> ids, TimeSpan limit, Func<int, string> otherwise, CancellationToken stop)
    {
        var waiting = new Queue<Guid>(ids);
        await Hosting.Until.True(
            async () =>
            {
                while (waiting.TryPeek(out var id) && await IsReady(id, stop))
                {
                    waiting.Dequeue();
                }

                return waiting.Count == 0;
            },
            limit,
            () => otherwise(waiting.Count),
            stop);
    }

    public Task<Rendition[]> Renditions(Guid id, CancellationToken stop) => Get<Rendition[]>($"/v1/files/{id}/renditions", stop);

    public Task<Detections> Detections(Guid id, CancellationToken stop) => Get<Detections>($"/v1/files/{id}/detections", stop);

    public Task<byte[]> Bytes(string address, CancellationToken stop) => http.GetByteArrayAsync(new Uri(address, UriKind.RelativeOrAbsolute), stop);

    public async Task<T> Get<T>(string address, CancellationToken stop)
    {
        using var answer = await http.GetAsync(new Uri(address, UriKind.Relative), stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{address}: {await answer.Content.ReadAsStringAsync(stop)}");
        return (await answer.Content.ReadFromJsonAsync<T>(stop))!;
    }

    private async Task<bool> IsReady(Guid id, CancellationToken stop)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"/v1/files/{id}/status", UriKind.Relative), stop);
            return answer.IsSuccessStatusCode && (await answer.Content.ReadFromJsonAsync<Status>(stop))!.State == "ready";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
