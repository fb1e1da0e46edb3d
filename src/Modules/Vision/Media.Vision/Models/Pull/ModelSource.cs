namespace Media.Vision.Models.Pull;

/// <summary>Opens an address of the catalog: HTTPS. Plain HTTP and files only on this very machine, where tests serve what they need.</summary>
internal sealed class ModelSource : IDisposable
{
    // The caller watches for silence. Redirects from https to http are not followed by the handler itself.
    private readonly HttpClient client =
        new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15), MaxAutomaticRedirections = 5 }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <exception cref="PullException">An address of another kind.</exception>
    /// <exception cref="HttpRequestException">Out of reach, or an answer that is not 200.</exception>
    public async Task<Stream> Open(Uri address, CancellationToken stop)
    {
        if (address is { IsAbsoluteUri: true, IsFile: true, IsLoopback: true })
        {
            return File.OpenRead(address.LocalPath);
        }

        if (!address.IsAbsoluteUri || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            throw new PullException($"{address} is not an https address: nothing else is fetched.");
        }

        return await client.GetStreamAsync(address, stop);
    }

    public void Dispose() => client.Dispose();
}
