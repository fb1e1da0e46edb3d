using System.Text.Json;

namespace Media.Testing.Description;

/// <summary>
/// Holds every answer that passes to the host's own description: its status, its media type, every member of its JSON.
/// A test of anything else is a test of the description too.
/// </summary>
public sealed class DescribedAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly SemaphoreSlim _one = new(1);
    private Described? _described;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var described = _described ?? await Load(request.RequestUri!, cancellationToken);
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        var isJson = mediaType is "application/json" or "application/problem+json" && request.Method != HttpMethod.Head;
        JsonElement? body = null;
        if (isJson)
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            body = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }

        var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath);
        return described.Fault(request.Method.Method, path, (int)response.StatusCode, mediaType, body) is { } fault
            ? throw new DescriptionException($"{request.Method} {path}: {fault}. Body: {body}")
            : response;
    }

    private async Task<Described> Load(Uri address, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            if (_described is null)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/openapi/v1.json"));
                using var response = await base.SendAsync(request, stop);
                var text = await response.Content.ReadAsStringAsync(stop);
                _described = response.IsSuccessStatusCode
                    ? new Described(JsonSerializer.Deserialize<JsonElement>(text))
                    : throw new DescriptionException($"The host has no description: {text}");
            }

            return _described;
        }
        finally
        {
            _one.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        _one.Dispose();
        base.Dispose(disposing);
    }
}
