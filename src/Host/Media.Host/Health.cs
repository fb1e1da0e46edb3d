namespace Media.Host;

/// <summary>Asks the server that runs on this machine with the same settings whether it is ready: container images have no curl.</summary>
internal static class Health
{
    // Longer than /health/ready takes at most.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    /// <returns>0 where it is ready, else 1.</returns>
    public static async Task<int> Ask(IConfiguration configuration, TextWriter output, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = Limit };
        try
        {
            using var answer = await http.GetAsync(new Uri(Address(configuration), "/health/ready"), stop);
            await output.WriteLineAsync(await answer.Content.ReadAsStringAsync(stop));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException)
        {
            await output.WriteLineAsync($"The server does not answer: {silent.Message}");
            return 1;
        }
    }

    private static Uri Address(IConfiguration configuration)
    {
        var first = configuration[WebHostDefaults.ServerUrlsKey]?.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        var address = BindingAddress.Parse(first ?? Serve.DefaultAddress);
        var host = address.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host;
        return new UriBuilder(address.Scheme, host, address.Port).Uri;
    }
}
