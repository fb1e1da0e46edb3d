using System.Collections.Concurrent;
using System.Net;
using Media.EndToEnd.Tests.Client;
using Media.EndToEnd.Tests.Hosting;
using Media.EndToEnd.Tests.Pictures;

namespace Media.EndToEnd.Tests.Kills;

/// <summary>Clients that upload pictures and delete each for good a moment later, while its steps run, trying again until both are answered.</summary>
/// <param name="isBack">Whether trying again makes sense yet.</param>
internal sealed class PurgingClients(Api api, Func<bool> isBack, int clients, int pictures)
{
    /// <summary>What all uploads are called.</summary>
    public const string Name = "gone-for-good.jpg";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<Guid, string> _purged = [];

    /// <summary>The files that were purged, with their digests.</summary>
    public IReadOnlyDictionary<Guid, string> Purged => _purged;

    public Task Run(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, clients).Select(client => One(new Random(client), pictures / clients, stop)));

    private async Task One(Random random, int count, CancellationToken stop)
    {
        for (var picture = 0; picture < count; picture++)
        {
            StoredFile? file = null;
            while (file is null)
            {
                file = await Again(() => Upload(Drawn.Jpeg(random.Next()), stop), stop);
            }

            await Task.Delay(random.Next(400), stop);
            string? answer = null;
            // Not found: it was purged by the request that got no answer.
            while (answer is not ("NoContent" or "NotFound"))
            {
                answer = await Again(() => Purge(file.Id, stop), stop);
            }

            _purged[file.Id] = file.Sha256;
        }
    }

    private async Task<StoredFile?> Upload(byte[] picture, CancellationToken stop)
    {
        using var answer = await api.Post(picture, Name, "image/jpeg", stop);
        return answer.StatusCode == HttpStatusCode.ServiceUnavailable
            ? null
            : await System.Net.Http.Json.HttpContentJsonExtensions.ReadFromJsonAsync<StoredFile>(answer.EnsureSuccessStatusCode().Content, stop);
    }

    private async Task<string?> Purge(Guid id, CancellationToken stop)
    {
        using var answer = await api.Http.DeleteAsync(new Uri($"/v1/files/{id}?purge=true", UriKind.Relative), stop);
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.ServiceUnavailable);
        return answer.StatusCode.ToString();
    }

    // Null where the host went away meanwhile; by then it is back.
    private async Task<T?> Again<T>(Func<Task<T?>> ask, CancellationToken stop) where T : class
    {
        try
        {
            return await ask();
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
            await Task.Delay(50, stop);
            await Until.True(isBack, Limit, () => "The host did not come back", stop);
            return null;
        }
    }
}
