using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Media.EndToEnd.Tests.Client;
using Media.EndToEnd.Tests.Hosting;
using Media.EndToEnd.Tests.Pictures;

namespace Media.EndToEnd.Tests.Kills;

/// <summary>
/// Clients that upload pictures one after the other and try again until each is accepted. What was accepted is written down;
/// what got no answer may have been accepted all the same, as with any client.
/// </summary>
/// <param name="isBack">Whether trying again makes sense yet.</param>
internal sealed class UploadingClients(Api api, Func<bool> isBack, int clients, int pictures)
{
    private readonly ConcurrentDictionary<Guid, string> _accepted = [];
    private int _next;
    private int _retries;
    private int _refused;

    /// <summary>The accepted files, with the digests of what was sent.</summary>
    public IReadOnlyDictionary<Guid, string> Accepted => _accepted;

    /// <summary>How often a client had no answer and tried again.</summary>
    public int Retries => _retries;

    /// <summary>How often a client was told that a store is out of reach, and when to come again.</summary>
    public int Refused => _refused;

    public Task Run(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, clients).Select(_ => One(stop)));

    private async Task One(CancellationToken stop)
    {
        for (var number = Interlocked.Increment(ref _next); number <= pictures; number = Interlocked.Increment(ref _next))
        {
            var picture = Drawn.Jpeg(seed: number);
            while (!await Sent(picture, $"{number}.jpg", stop))
            {
                Interlocked.Increment(ref _retries);
                await Until.True(isBack, TimeSpan.FromSeconds(60), () => "The host did not come back", stop);
            }
        }
    }

    private async Task<bool> Sent(byte[] picture, string name, CancellationToken stop)
    {
        try
        {
            using var answer = await api.Post(picture, name, "image/jpeg", stop);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                answer.Headers.RetryAfter.ShouldNotBeNull();
                Interlocked.Increment(ref _refused);
                return false;
            }

            answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(stop));
            var file = (await answer.Content.ReadFromJsonAsync<StoredFile>(stop))!;
            file.Sha256.ShouldBe(Api.Sha256(picture));
            _accepted[file.Id] = file.Sha256;
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (IOException)
        {
            // The answer broke off.
            return false;
        }
    }
}
